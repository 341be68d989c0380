// The pictures among the samples: an identity card and portraits, drawn, of nobody, marked CONTOH.
import type { Canvas, Colour, Shape } from './canvas.ts';
import { box, createCanvas, meet, oval } from './canvas.ts';
import type { SampleApplicant } from './sample-applicant.ts';

const INK: Colour = [28, 38, 48];
const RED: Colour = [190, 40, 40];
const CARD = { width: 1000, height: 630 };

/** A scan of the card, lying on a table; `blurred` as a hand that shook would have taken it. */
export function drawCard(applicant: SampleApplicant, { blurred }: { blurred: boolean }): Uint8Array {
  const canvas = createCanvas(CARD.width + 120, CARD.height + 120, [206, 198, 186]);
  canvas.fill(box(66, 70, CARD.width, CARD.height, 34), [150, 142, 130], 0.7);
  paintCard(canvas, applicant, 60, 60, 1);
  if (blurred) canvas.blur(15);
  canvas.grain(9);
  return canvas.jpeg(86);
}

/** A portrait as a telephone takes it; with the card held in front when it is asked for. */
export function drawSelfie(applicant: SampleApplicant, { withCard }: { withCard: boolean }): Uint8Array {
  const [width, height] = [780, 1000];
  const canvas = createCanvas(width, height, [222, 230, 228]);
  canvas.fill(box(90, 60, 250, 420, 8), [240, 245, 244]);
  canvas.fill(box(110, 80, 210, 380, 4), [196, 219, 226]);
  paintPerson(canvas, 390, 400, 1);
  if (withCard) {
    canvas.fill(oval(190, 860, 52, 60), [214, 166, 130]);
    canvas.fill(oval(590, 860, 52, 60), [214, 166, 130]);
    paintCard(canvas, applicant, 205, 730, 0.37);
  }
  canvas.stamp('CONTOH', width / 2, 930, 74, RED, 0.4, 0);
  canvas.grain(10);
  return canvas.jpeg(86);
}

function paintCard(canvas: Canvas, applicant: SampleApplicant, x: number, y: number, scale: number): void {
  const at = (dx: number, dy: number): [number, number] => [x + dx * scale, y + dy * scale];
  const write = (text: string, dx: number, dy: number, size: number, colour = INK) =>
    canvas.text(text, ...at(dx, dy), size * scale, colour, Math.max(1.2, (size * scale) / 7.5));
  canvas.fill(box(x, y, CARD.width * scale, CARD.height * scale, 34 * scale), [186, 215, 232]);
  canvas.fill(box(...at(24, 90), 952 * scale, 516 * scale, 18 * scale), [206, 228, 239]);
  write('PROVINSI CONTOH', 345, 26, 26);
  write('KOTA CONTOH', 390, 62, 22);
  write('NIK', 60, 112, 34);
  write(`: ${applicant.nik}`, 170, 112, 34);
  const lines: [string, string][] = [
    ['NAMA', applicant.name.replace(/,.*$/, '')],
    ['TEMPAT/TGL LAHIR', 'CONTOH, 12-04-1987'],
    ['JENIS KELAMIN', 'PEREMPUAN'],
    ['ALAMAT', 'JALAN REKAAN NO. 1'],
    ['RT/RW', '001/002'],
    ['KEL/DESA', 'CONTOH TENGAH'],
    ['AGAMA', '-'],
    ['PEKERJAAN', 'PEGAWAI NEGERI SIPIL'],
    ['KEWARGANEGARAAN', 'WNI'],
    ['BERLAKU HINGGA', 'SEUMUR HIDUP'],
  ];
  lines.forEach(([label, value], row) => {
    write(label, 60, 178 + row * 42, 17);
    write(`: ${value}`, 320, 178 + row * 42, 17);
  });
  canvas.fill(box(...at(735, 150), 215 * scale, 275 * scale, 6 * scale), [178, 58, 52]);
  paintPerson(canvas, x + 842 * scale, y + 268 * scale, 0.33 * scale, box(...at(735, 150), 215 * scale, 275 * scale));
  write('KOTA CONTOH', 752, 452, 17);
  write('01-01-2020', 772, 486, 17);
  canvas.stamp('CONTOH', ...at(430, 380), 112 * scale, RED, 0.3, -0.3);
}

/** A woman with a headscarf, from the middle of her face. */
function paintPerson(canvas: Canvas, x: number, y: number, scale: number, frame?: Shape): void {
  const part = (dx: number, dy: number, rx: number, ry: number, colour: Colour, opacity = 1) => {
    const shape = oval(x + dx * scale, y + dy * scale, rx * scale, ry * scale);
    canvas.fill(frame ? meet(shape, frame) : shape, colour, opacity);
  };
  const [scarf, scarfShade, skin, shade, brow]: Colour[] = [
    [13, 92, 99],
    [9, 72, 78],
    [226, 180, 144],
    [206, 156, 120],
    [58, 40, 34],
  ] as const;
  if (!scarf || !scarfShade || !skin || !shade || !brow) return;
  part(0, 560, 330, 330, [36, 58, 84]);
  part(0, 20, 205, 255, scarf);
  part(0, 270, 215, 170, scarf);
  part(0, 300, 160, 120, scarfShade, 0.55);
  part(0, 18, 136, 178, skin);
  part(0, 96, 92, 84, shade, 0.22);
  for (const side of [-1, 1]) {
    part(side * 56, -14, 25, 15, [252, 252, 250]);
    part(side * 56, -14, 12, 13, brow);
    part(side * 56, -48, 32, 7, brow);
    part(side * 76, 62, 30, 20, [224, 140, 116], 0.45);
  }
  part(0, 40, 17, 11, shade);
  part(0, 96, 46, 18, [186, 76, 76]);
  part(0, 86, 48, 12, skin);
}
