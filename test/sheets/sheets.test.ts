// Spreadsheets as they come in: what is read of them, and what is refused before it costs much.
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/sheets/read-csv.ts';
import { readXlsx } from '../../src/sheets/read-xlsx.ts';
import { xlsx } from '../helpers/sheet-file.ts';

describe('an XLSX workbook', () => {
  it.each([{ shared: false }, { shared: true }])(
    'gives its texts and numbers, with strings shared: $shared',
    (options) => {
      const rows = readXlsx(xlsx([['Nama', 'Terbit'], [], ['Sari & <Dewi>', 46344]], options));
      expect(rows).toEqual([
        { number: 1, cells: [{ text: 'Nama' }, { text: 'Terbit' }] },
        { number: 3, cells: [{ text: 'Sari & <Dewi>' }, { number: 46344 }] },
      ]);
    },
  );

  it('tells of a formula, without its result', () => {
    const [row] = readXlsx(xlsx([[{ formula: 'A1&"x"', result: 'Sari' }, undefined, 'ada']]));
    expect(row?.cells).toEqual([{ formula: true }, undefined, { text: 'ada' }]);
  });

  it('counts days from 1904 where the workbook says so', () => {
    const [row] = readXlsx(xlsx([[44882, 6473015505900001]], { is1904: true }));
    expect(row?.cells).toEqual([{ number: 46344 }, { number: 6473015505900001 }]);
  });

  it.each([
    { name: 'no ZIP at all', bytes: strToU8('Nama;NIP') },
    { name: 'a ZIP that was cut short', bytes: xlsx([['Nama']]).subarray(0, 300) },
    { name: 'a ZIP without a workbook', bytes: zipSync({ 'a.txt': strToU8('a') }) },
    { name: 'nothing', bytes: new Uint8Array() },
  ])('is refused when it is $name', ({ bytes }) => {
    expect(() => readXlsx(bytes)).toThrow(/bukan XLSX yang utuh|tidak memiliki lembar/);
  });

  it('is refused before it is inflated when it would become too large', () => {
    const bomb = zipSync({
      'xl/workbook.xml': strToU8('<workbook><sheet r:id="a"/></workbook>'),
      'xl/_rels/workbook.xml.rels': strToU8('<Relationship Id="a" Target="s.xml"/>'),
      'xl/s.xml': new Uint8Array(260_000_000),
    });
    expect(bomb.length).toBeLessThan(1_000_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readXlsx(bomb)).toThrow('terlalu besar setelah dibuka');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it('that lies about its size is held to what it announced', () => {
    const bomb = zipSync({
      'xl/workbook.xml': strToU8('<workbook><sheet r:id="a"/></workbook>'),
      'xl/_rels/workbook.xml.rels': strToU8('<Relationship Id="a" Target="s.xml"/>'),
      'xl/s.xml': new Uint8Array(20_000_000),
    });
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
    for (let at = 0; at < bomb.length - 4; at += 1)
      if (view.getUint32(at, true) === 20_000_000) view.setUint32(at, 500, true);
    const before = process.memoryUsage().arrayBuffers;
    let rows: unknown[] = [];
    try {
      rows = readXlsx(bomb);
    } catch (error) {
      expect(String(error)).toMatch(/bukan XLSX yang utuh/);
    }
    expect(rows).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(15_000_000);
  });

  it('does not let entities of its own grow', () => {
    const laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
    const file = zipSync({
      'xl/workbook.xml': strToU8('<workbook><sheet r:id="a"/></workbook>'),
      'xl/_rels/workbook.xml.rels': strToU8('<Relationship Id="a" Target="s.xml"/>'),
      'xl/s.xml': strToU8(`${laughs}<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>`),
    });
    expect(readXlsx(file)).toEqual([{ number: 1, cells: [{ text: '&b;' }] }]);
  });
});

describe('a CSV file', () => {
  it.each([',', ';', '\t'])('is read with %j between the cells', (sign) => {
    const text = `\uFEFFNama${sign}NIP\r\n"Sari${sign} S.Kom."${sign}=1+1\r\n`;
    expect(readCsv(Buffer.from(text))).toEqual([
      { number: 1, cells: [{ text: 'Nama' }, { text: 'NIP' }] },
      { number: 2, cells: [{ text: `Sari${sign} S.Kom.` }, { text: '=1+1' }] },
    ]);
  });

  it('is refused with the line when a quotation mark never ends, or it is no UTF-8', () => {
    expect(() => readCsv(Buffer.from(`a,b\n"x,y\n${'z\n'.repeat(20_000)}`))).toThrow('CSV tidak dapat dibaca');
    expect(() => readCsv(Uint8Array.of(0x4e, 0xe9, 0x0a))).toThrow('UTF-8');
  });
});
