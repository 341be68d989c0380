// Makes small XLSX files, honest ones and others, to try the import of the roll on.
import { strToU8, zipSync } from 'fflate';

/** A text, a number, or a formula with the result that was saved along. */
export type Written = string | number | { readonly formula: string; readonly result: string } | undefined;

/** A workbook of one sheet; texts stand in the cells themselves, or in the table of shared strings. */
export function xlsx(
  rows: readonly (readonly Written[])[],
  options: { shared?: boolean; is1904?: boolean } = {},
): Uint8Array {
  const strings: string[] = [];
  const cell = (value: Written, row: number, column: number): string => {
    const reference = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (value === undefined) return '';
    if (typeof value === 'number') return `<c r="${reference}"><v>${value}</v></c>`;
    if (typeof value === 'object')
      return `<c r="${reference}" t="str"><f>${escape(value.formula)}</f><v>${escape(value.result)}</v></c>`;
    if (!options.shared) return `<c r="${reference}" t="inlineStr"><is><t>${escape(value)}</t></is></c>`;
    strings.push(`<si><r><t>${escape(value.slice(0, 2))}</t></r><r><t>${escape(value.slice(2))}</t></r></si>`);
    return `<c r="${reference}" t="s"><v>${strings.length - 1}</v></c>`;
  };
  const body = rows.map(
    (row, at) => `<row r="${at + 1}">${row.map((value, column) => cell(value, at, column)).join('')}</row>`,
  );
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<?xml version="1.0"?><workbook xmlns:r="r"><workbookPr date1904="${options.is1904 ? 1 : 0}"/><sheets><sheet name="Pemilik" sheetId="1" r:id="rId7"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId7" Type="t" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/sharedStrings.xml': strToU8(`<sst>${strings.join('')}</sst>`),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${body.join('')}</sheetData></worksheet>`),
  });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
