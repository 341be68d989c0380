// Finds the document's signatures (ISO 32000-2, 12.8.1): the values of signature fields, in every revision.
// Usage rights, placeholders without a field and signatures of attached files are none of them.
import type { PdfFile, View } from './file.ts';
import { type Form, readForm, valueOf } from './form.ts';
import { maxSignatures, PdfProblem } from './limits.ts';
import { type Dict, entry, isName, isType, type PdfObject, textOf } from './objects.ts';

export interface Signature {
  readonly field: string;
  /** Null when the field's value is no dictionary: a signature that cannot be read. */
  readonly dict: Dict | null;
  readonly kind: 'signature' | 'document_timestamp';
  readonly subFilter: string;
  /** First byte of the indirect object that holds the dictionary, null inside an object stream. */
  readonly offset: number | null;
  /** The revision in which it appears first, and the last one that still shows it. */
  readonly firstRevision: number;
  lastRevision: number;
  readonly fieldKey: string;
}

/**
 * Every signature that some revision shows, oldest first; one dictionary in two fields counts once.
 * Throws what reading the form throws, and `limit` for too many.
 */
export function findSignatures(file: PdfFile, formOf: (index: number) => Form): Signature[] {
  const found = new Map<string, Signature>();
  for (const { index } of file.revisions) {
    const view = file.view(index);
    for (const field of formOf(index).fields.values()) {
      if (field.type !== 'Sig' || field.isWidgetOnly) continue;
      const value = valueOf(field);
      if (view.get(value) === null) continue;
      const holder = holderOf(view, value, field.num);
      const id = isType(value, 'ref') ? `at ${holder?.offset} ${value.num}` : `in ${field.key} ${holder?.offset}`;
      const known = found.get(id);
      if (known) known.lastRevision = index;
      else found.set(id, readSignature(view, field.name, field.key, value, holder, index));
      if (found.size > maxSignatures) throw new PdfProblem('limit', 'too many signatures');
    }
  }
  return [...found.values()];
}

/**
 * The usage rights that a vendor granted to a viewer (ISO 32000-1, 12.8.2.3), null without any: no signature of the
 * document, but one that no longer fits says that the file was written anew.
 */
export function findUsageRights(file: PdfFile): Signature | null {
  const view = file.last;
  const permissions = view.dict(entry(view.catalog, 'Perms'));
  const value = permissions && (entry(permissions, 'UR3') ?? entry(permissions, 'UR'));
  if (!permissions || !isType(value, 'ref')) return null;
  return readSignature(view, '', '', value, view.load(value.num, value.gen), view.index);
}

function holderOf(
  view: View,
  value: PdfObject,
  fieldNumber: number | null,
): { offset: number; compressed: boolean } | undefined {
  if (isType(value, 'ref')) return view.load(value.num, value.gen);
  return fieldNumber === null ? undefined : view.load(fieldNumber);
}

function readSignature(
  view: View,
  field: string,
  fieldKey: string,
  value: PdfObject,
  holder: { offset: number; compressed: boolean } | undefined,
  index: number,
): Signature {
  const resolved = view.get(value);
  const dict = isType(resolved, 'dict') ? resolved : null;
  const filter = dict && view.at(dict, 'SubFilter');
  return {
    field,
    fieldKey,
    dict,
    subFilter: isType(filter, 'name') ? filter.name : '',
    kind: dict && isDocumentTimestamp(view, dict) ? 'document_timestamp' : 'signature',
    offset: holder && !holder.compressed ? holder.offset : null,
    firstRevision: index,
    lastRevision: index,
  };
}

/** ISO 32000-2, 12.8.5: by its SubFilter; /Type is often missing or wrong, and counts only where there is no SubFilter. */
export function isDocumentTimestamp(view: View, dict: Dict): boolean {
  const filter = view.at(dict, 'SubFilter');
  return filter === null ? isName(view.at(dict, 'Type'), 'DocTimeStamp') : isName(filter, 'ETSI.RFC3161');
}

/** The forms of a file's revisions, each read once. */
export function formReader(file: PdfFile): (index: number) => Form {
  const forms = new Map<number, Form>();
  return (index) => {
    const known = forms.get(index);
    if (known) return known;
    const form = readForm(file.view(index));
    forms.set(index, form);
    return form;
  };
}

/** /M as ISO 8601 UTC (ISO 32000-2, 7.9.4), undefined when it is missing or no date. */
export function claimedTime(view: View, dict: Dict): string | undefined {
  const text = textOf(view.at(dict, 'M'));
  const match = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+\-Z])(?:(\d\d)'?(?:(\d\d)'?)?)?)?/.exec(text ?? '');
  if (!match) return undefined;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign,
    hours = '00',
    minutes = '00',
  ] = match;
  const zone = sign === '+' || sign === '-' ? `${sign}${hours}:${minutes}` : 'Z';
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** /Cert of adbe.x509.rsa_sha1 (ISO 32000-2, table 255): one byte string or an array of them. */
export function certificatesOf(view: View, dict: Dict): Uint8Array[] {
  const value = view.get(entry(dict, 'Cert'));
  const items = isType(value, 'array') ? value.items.map((item) => view.get(item)) : [value];
  return items.flatMap((item) => (isType(item, 'string') ? [item.bytes] : []));
}
