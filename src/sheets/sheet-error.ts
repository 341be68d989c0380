// A file that is no spreadsheet we read: why, in Indonesian, for those who keep the roll.
export class SheetError extends Error {
  override readonly name = 'SheetError';
}
