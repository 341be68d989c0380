// Rules for the form in an incremental update: which fields may be added, signed and filled in (ISO 32000-2, 12.7 and 12.8.2).
import { type Field, type Form, ownerOf, valueOf } from './form.ts';
import { entry, isType, type PdfObject } from './objects.ts';
import type { Permissions } from './permissions.ts';
import { isDocumentTimestamp } from './signatures.ts';
import { keysOf, type Step } from './step.ts';

/** What signing an empty field writes into it (12.7.5.5) and into the widget merged with it (12.5.6.19). */
const signingKeys = ['V', 'AP', 'F', 'M', 'StructParent', 'Ff', 'MK', 'DA', 'AS'];

/** What may be written then where nothing was: the field becomes its own widget, and may lock others. */
const mergingKeys = ['P', 'Type', 'Subtype', 'Rect', 'Lock'];

/** What filling in a field writes. */
const fillingKeys = ['V', 'AP', 'AS', 'I', 'TI', 'RV', 'M', 'MK', 'DA'];

const resources = 'form resources';

/** New signature fields may not bring actions along: they run code or lead away. */
const actionKeys = ['A', 'AA'];

export interface FormChange {
  readonly step: Step;
  readonly before: Form;
  readonly after: Form;
  readonly permissions: Permissions;
  /** The page (1-based) that shows a widget. */
  pageOf(field: Field): number | undefined;
  /** Has somebody signed the field in the end? */
  isSignedLater(field: Field): boolean;
}

export function judgeForm(change: FormChange): void {
  const { step, before, after } = change;
  judgeFormDictionary(change);
  for (const field of before.fields.values()) {
    const now = after.fields.get(field.key);
    if (!now) step.find('content_changed', 'forbidden', `field ${field.key} is gone`);
    else if (now.parent?.key !== field.parent?.key)
      step.find('content_changed', 'forbidden', `field ${field.key} moved`);
    else judgeField(change, field, now);
  }
  for (const field of after.fields.values()) if (!before.fields.has(field.key)) judgeNewField(change, field);
}

function judgeFormDictionary({ step, before, after }: FormChange): void {
  if (before.dict && !after.dict) step.find('content_changed', 'forbidden', 'the form is gone');
  if (!after.dict) return;
  if (after.dict.ambiguous && after.dict !== before.dict)
    step.find('unexplained', 'forbidden', 'the form has a key twice');
  const drawsFields = step.new.at(after.dict, 'NeedAppearances') === true;
  if (before.dict && drawsFields !== (step.old.at(before.dict, 'NeedAppearances') === true)) {
    step.find('content_changed', 'forbidden', 'form entry NeedAppearances');
  }
  for (const key of keysOf(before.dict, after.dict)) {
    const [was, is] = [before.dict && entry(before.dict, key), entry(after.dict, key)];
    // A default look matters when a viewer draws the fields itself, else only on the next change.
    const isFree = ['Fields', 'SigFlags', 'NeedAppearances'].includes(key) || (key === 'DA' && !drawsFields);
    if (key === 'DR') judgeResources(step, was, is);
    else if (!isFree && !step.keep(was, is)) step.find('content_changed', 'forbidden', `form entry ${key}`);
  }
}

/**
 * Default resources (12.7.3): /DA of the fields names the fonts, so the old ones stay what they are. New names may be
 * added, and nothing refers to the other categories by way of the form.
 */
function judgeResources(step: Step, was: PdfObject, is: PdfObject): void {
  if (step.same(was, is) && !step.isTouched(is)) return;
  const [before, after] = [step.open(was, 'old'), step.open(is, 'new', resources)];
  for (const category of keysOf(before, after)) {
    const [old, now] = [before && entry(before, category), after && entry(after, category)];
    if (category !== 'Font') {
      step.allow(now, resources);
      continue;
    }
    const [oldFonts, newFonts] = [step.open(old, 'old'), step.open(now, 'new', resources)];
    for (const name of keysOf(oldFonts, newFonts)) {
      const [font, newFont] = [oldFonts && entry(oldFonts, name), newFonts && entry(newFonts, name)];
      if (font === null) step.allow(newFont, resources);
      else if (!step.keep(font, newFont)) step.find('content_changed', 'forbidden', `form font ${name}`);
    }
  }
}

function judgeField(change: FormChange, was: Field, is: Field): void {
  const { step, permissions } = change;
  const signs = is.type === 'Sig' && step.old.get(valueOf(was)) === null && step.new.get(valueOf(is)) !== null;
  const isFilled = is.type !== 'Sig' && (!step.same(valueOf(was), valueOf(is)) || step.isTouched(valueOf(is)));
  const changed: string[] = [];
  for (const key of keysOf(was.dict, is.dict)) {
    if (key === 'Kids') continue;
    const [old, now] = [entry(was.dict, key), entry(is.dict, key)];
    const isFree =
      key === 'V' ? signs || isFilled : (key === 'AP' || key === 'MK' || key === 'RV') && (signs || isFilled);
    if (isFree ? step.same(old, now) && !step.isTouched(now) : step.keep(old, now)) continue;
    changed.push(key);
    if (key === 'AP' && isType(old, 'ref')) step.abandon(old.num);
    if (signs || isFilled) step.allow(now, `field ${ownerOf(is).key}`);
  }
  if (is.dict.ambiguous && step.delta.has(is.num ?? -1))
    step.find('unexplained', 'forbidden', `field ${is.key} has a key twice`);
  const unexpected = changed.filter((key) => !isExpected(step, key, was, is, signs, isFilled));
  if (unexpected.length > 0)
    step.find('content_changed', 'forbidden', `field ${is.key}: ${unexpected.join(' ')}`, change.pageOf(is));
  if (signs) reportSigning(change, is);
  else if (isFilled && changed.length > 0 && unexpected.length === 0) {
    const isForbidden = permissions.level === 1 || permissions.isLocked(is.name, false);
    step.find('form_filled', isForbidden ? 'forbidden' : 'allowed', `field ${is.key}`, change.pageOf(is));
  }
}

/** Does /Parent lead where the tree says? A reader that climbs must inherit what a reader that descends does. */
function isParent(step: Step, value: PdfObject, field: Field): boolean {
  return field.parent !== null && step.leadsTo(value, field.parent.num);
}

function isExpected(step: Step, key: string, was: Field, is: Field, signs: boolean, isFilled: boolean): boolean {
  if (signs) return signingKeys.includes(key) || (mergingKeys.includes(key) && entry(was.dict, key) === null);
  if (isFilled && fillingKeys.includes(key)) return true;
  // A signer that locks a field also marks it read-only (table 227, bit 1).
  if (key === 'Ff') {
    const [old, now] = [step.old.at(was.dict, key) ?? was.flags, step.new.at(is.dict, key)];
    return typeof old === 'number' && typeof now === 'number' && now === (old | 1);
  }
  return false;
}

/** Says who signed a field, or that it shows something without a signer: anybody can make a time stamp. */
function reportSigning(change: FormChange, field: Field): void {
  const { step, permissions } = change;
  const value = step.new.get(valueOf(field));
  const isForbidden = permissions.level === 1 || permissions.isLocked(field.name, !change.before.fields.has(field.key));
  const isStamp = isType(value, 'dict') && isDocumentTimestamp(step.new, value);
  const page = change.pageOf(field);
  // An empty field that is laid out first and signed next is shown under a signature in the end.
  const isOwned = value === null && change.isSignedLater(field);
  if ((isStamp || value === null) && !isOwned && isVisible(step, field)) {
    step.find('annotation_added', isForbidden ? 'forbidden' : 'unclear', `field ${field.key} shows something`, page);
  } else if (value === null) {
    if (permissions.level === 1) step.find('content_changed', 'forbidden', `new field ${field.key}`, page);
  } else if (isStamp) step.find('timestamp_added', 'allowed', `field ${field.key}`, page);
  else step.find('signature_added', isForbidden ? 'forbidden' : 'allowed', `field ${field.key}`, page);
}

function judgeNewField(change: FormChange, field: Field): void {
  const { step, before } = change;
  const owner = ownerOf(field);
  const isOldField = before.fields.has(owner.key);
  const wasSigned = isOldField && step.old.get(valueOf(before.fields.get(owner.key) ?? owner)) !== null;
  if (field.type !== 'Sig' || wasSigned) {
    const isBranch = field.type === null && entry(field.dict, 'Kids') !== null;
    if (!isBranch) step.find('content_changed', 'forbidden', `new field ${field.key}`, change.pageOf(field));
    return;
  }
  const above = field.parent && before.fields.get(field.parent.key);
  if (above && entry(above.dict, 'Kids') === null && above.type !== 'Sig') {
    step.find('content_changed', 'forbidden', `field ${above.key} has become a branch`);
  }
  for (const key of actionKeys) {
    if (entry(field.dict, key) !== null)
      step.find('content_changed', 'forbidden', `new field ${field.key} has an action`);
  }
  if (field.dict.ambiguous) step.find('unexplained', 'forbidden', `field ${field.key} has a key twice`);
  const parent = entry(field.dict, 'Parent');
  if (parent !== null && !isParent(step, parent, field))
    step.find('unexplained', 'forbidden', `field ${field.key} has another parent`);
  for (const [key, value] of field.dict.entries) if (key !== 'Kids') step.allow(value, `field ${owner.key}`);
  reportSigning(change, field);
}

/** Does a field that nobody signs show something all the same? A document time stamp has nothing to show (12.8.5). */
function isVisible(step: Step, field: Field): boolean {
  const box = step.new.list(entry(field.dict, 'Rect')).map((item) => step.new.get(item));
  const [left = 0, bottom = 0, right = 0, top = 0] = box.map(Number);
  return left !== right && bottom !== top && (entry(field.dict, 'AP') !== null || entry(field.dict, 'MK') !== null);
}
