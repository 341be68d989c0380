// What each incremental update did to the document that was signed before it: a whitelist by object, role and value.
// Everything that no rule explains counts as changed (EN 319 102-1 leaves the policy to the verifier; ours is strict).
import { accountFor } from './account.ts';
import { judgeForm } from './changes-form.ts';
import { annotationPages, judgePages, openPages } from './changes-pages.ts';
import { judgeStructure } from './changes-structure.ts';
import type { PdfFile, View } from './file.ts';
import { type Field, type Form, valueOf } from './form.ts';
import { entry, isName, isType, type PdfObject } from './objects.ts';
import { permissionsOf } from './permissions.ts';
import { isDocumentTimestamp } from './signatures.ts';
import { type Finding, keysOf, Step } from './step.ts';

/** Trailer entries that describe the file, not the document. */
const fileKeys = [
  'Size',
  'Prev',
  'XRefStm',
  'W',
  'Index',
  'Type',
  'Filter',
  'DecodeParms',
  'Length',
  'ID',
  'Info',
  'Root',
  'DocChecksum',
];

/** Catalog entries with rules of their own. */
const catalogRules = ['AcroForm', 'Pages', 'DSS', 'Extensions', 'Version', 'Metadata', 'StructTreeRoot', 'Perms'];

/** Judges what revision `index` did to the view before it. Throws `damaged` or `limit` where it cannot. */
export function judgeStep(file: PdfFile, index: number, formOf: (index: number) => Form): Finding[] {
  const unaccounted = accountFor(file, index);
  // Where the update itself cannot be read there is nothing to compare.
  if (unaccounted) return [unaccounted];
  const step = new Step(file, index);
  const [before, after] = [formOf(index - 1), formOf(index)];
  const permissions = permissionsOf(step.old, before);
  const [was, is] = [step.old.catalog, step.new.catalog];
  for (const side of ['old', 'new'] as const) {
    const root = entry(step[side].trailer, 'Root');
    if (isType(root, 'ref')) step.rule(root.num, side);
  }
  if (is.ambiguous) step.find('unexplained', 'forbidden', 'the catalog has a key twice');

  const pages = openPages(step);
  for (const field of before.fields.values()) step.rule(field.num, 'old');
  for (const field of after.fields.values()) step.rule(field.num, 'new');
  judgeStructure(step, entry(was, 'StructTreeRoot'), entry(is, 'StructTreeRoot'), after);

  judgeTrailer(step);
  for (const key of keysOf(was, is)) judgeCatalogEntry(step, key, entry(was, key), entry(is, key));
  judgePages(step, pages, after, permissions);
  const pageNumbers = annotationPages(step, pages.after);
  const last = file.revisions.length - 1;
  judgeForm({
    step,
    before,
    after,
    permissions,
    pageOf: (field) => pageNumbers.get(field.num ?? -1),
    isSignedLater: (field) => isSigned(file.last, formOf(last), field),
  });
  if (permissionsOf(step.new, after).certifications > permissions.certifications && hasSignature(step, before)) {
    step.find('content_changed', 'forbidden', 'certified after it was signed');
  }
  step.close();
  return step.findings;
}

/** Does the file's last view show a field with a signature, more than a time stamp, in it? */
function isSigned(last: View, form: Form, field: Field): boolean {
  const now = form.fields.get(field.key);
  const value = now ? last.get(valueOf(now)) : null;
  return isType(value, 'dict') && !isDocumentTimestamp(last, value);
}

/** ISO 32000-2, 12.8.1: a certification signature is the first one. */
function hasSignature(step: Step, form: Form): boolean {
  for (const field of form.fields.values()) {
    if (field.type === 'Sig' && step.old.at(field.dict, 'V') !== null) return true;
  }
  return false;
}

function judgeTrailer(step: Step): void {
  const [was, is] = [step.old.trailer, step.new.trailer];
  if (is.ambiguous) step.find('unexplained', 'forbidden', 'the trailer has a key twice');
  for (const key of keysOf(was, is)) {
    const [old, now] = [entry(was, key), entry(is, key)];
    if (key === 'Info') {
      if (step.same(old, now) && !step.isTouched(now)) continue;
      step.allow(now, 'document information');
      step.find('metadata_changed', 'allowed', 'document information');
    } else if (
      !fileKeys.includes(key) &&
      !isPrivateAndKnown(step, key, now) &&
      !step.keep(old, now, key === 'Encrypt')
    ) {
      step.find('unexplained', 'forbidden', `trailer entry ${key}`);
    }
  }
}

/** A private entry of the trailer, which no reader shows, may be lost on one save and come back on the next. */
function isPrivateAndKnown(step: Step, key: string, value: PdfObject): boolean {
  if (key === 'Encrypt' || entry(step.old.trailer, key) !== null) return value === null;
  return step.old.file.revisions
    .slice(0, step.old.index)
    .some(({ trailer }) => step.keep(entry(trailer, key), value, false));
}

function judgeCatalogEntry(step: Step, key: string, was: PdfObject, is: PdfObject): void {
  if (!catalogRules.includes(key)) {
    if (!step.keep(was, is)) step.find('content_changed', 'forbidden', `catalog entry ${key}`);
    return;
  }
  if (step.same(was, is) && !step.isTouched(is)) {
    if (key === 'Perms') step.keep(was, is);
    return;
  }
  switch (key) {
    case 'DSS':
      judgeStore(step, is);
      break;
    case 'Extensions':
      if (!isExtensions(step, is)) step.find('content_changed', 'forbidden', 'extensions');
      step.allow(is, 'extensions');
      break;
    case 'Version':
      if (!isHigher(step.old.get(was), step.new.get(is))) step.find('content_changed', 'forbidden', 'version');
      break;
    case 'Metadata':
      judgeMetadata(step, is);
      break;
    case 'Perms':
      judgePerms(step, was, is);
      break;
    default:
      break;
  }
}

/** ISO 32000-2, 12.8.4.3: certificates and revocation data may be added, re-ordered and written anew. */
function judgeStore(step: Step, is: PdfObject): void {
  const dict = step.new.dict(is);
  if (!dict) {
    step.find('content_changed', 'forbidden', 'validation data removed');
    return;
  }
  step.allow(is, 'validation data');
  step.find('validation_data_added', 'allowed', 'DSS');
}

/** ISO 32000-2, 7.12: developer prefixes with a version and a level, and nothing that leads elsewhere. */
function isExtensions(step: Step, value: PdfObject): boolean {
  const dict = step.new.dict(value);
  if (!dict) return false;
  for (const [key, item] of dict.entries) {
    if (key === 'Type') continue;
    const resolved = step.new.get(item);
    for (const developer of isType(resolved, 'array') ? resolved.items : [resolved]) {
      const extension = step.new.get(developer);
      if (!isType(extension, 'dict')) return false;
      for (const part of extension.entries.values()) {
        const simple = step.new.get(part);
        if (typeof simple === 'object' && simple !== null && simple.type !== 'name' && simple.type !== 'string')
          return false;
      }
    }
  }
  return true;
}

function isHigher(was: PdfObject, is: PdfObject): boolean {
  const version = (value: PdfObject) => (isType(value, 'name') ? Number(value.name) : 0);
  return isType(is, 'name') && /^[12]\.\d$/.test(is.name) && version(is) >= version(was);
}

/** XMP about the document (14.3.2); a stream that is kept elsewhere is none. */
function judgeMetadata(step: Step, is: PdfObject): void {
  const value = step.new.get(is);
  const isXmp =
    isType(value, 'stream') && isName(step.new.at(value.dict, 'Subtype'), 'XML') && entry(value.dict, 'F') === null;
  step.allow(is, 'metadata');
  step.find('metadata_changed', isXmp ? 'allowed' : 'forbidden', 'metadata');
}

/** ISO 32000-2, 12.8.6: a new certification may enter itself; what is there stays. */
function judgePerms(step: Step, was: PdfObject, is: PdfObject): void {
  const [before, after] = [step.old.dict(was), step.new.dict(is)];
  for (const key of keysOf(before, after)) {
    const [old, now] = [before && entry(before, key), after && entry(after, key)];
    if (old === null && key === 'DocMDP') step.allow(now, 'certification');
    else if (!step.keep(old, now)) step.find('content_changed', 'forbidden', `permission ${key}`);
  }
}
