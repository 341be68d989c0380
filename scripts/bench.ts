// `npm run bench [-- NAME…] [--json]`: measures what the product promises. Names: turns, pdf, reminders, statistics, report; without any, all of them.
// With --json one line per figure on standard output; what is going on is told on standard error.
import type { Figure } from './bench-figure.ts';
import { benchPdf } from './bench-pdf.ts';
import { benchReminders } from './bench-reminders.ts';
import { benchReport } from './bench-report.ts';
import { benchStatistics } from './bench-statistics.ts';
import { benchTurns } from './bench-turns.ts';

type Part = (emit: (figure: Figure) => void, progress: (text: string) => void) => Promise<void>;

const PARTS: Readonly<Record<string, Part>> = {
  turns: benchTurns,
  pdf: benchPdf,
  reminders: benchReminders,
  statistics: benchStatistics,
  report: benchReport,
};

async function main(args: readonly string[]): Promise<void> {
  const json = args.includes('--json');
  const wanted = args.filter((arg) => arg !== '--json');
  const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
  let missed = 0;
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    progress(`${name}: begins`);
    await part(
      (figure) => {
        if (!figure.holds) missed += 1;
        console.log(json ? JSON.stringify(figure) : lineOf(figure));
      },
      (text) => progress(text),
    );
  }
  if (missed > 0) process.exitCode = 1;
}

function progress(text: string): void {
  console.error(`· ${text}`);
}

function lineOf({ name, value, unit, ratio, goal, holds }: Figure): string {
  const measured = `${Number(value.toPrecision(3))} ${unit}${ratio === undefined ? '' : ` (${ratio.toFixed(2)} x)`}`;
  return `${holds ? ' ok ' : 'MISS'}  ${name}: ${measured}${goal === '' ? '' : `; goal: ${goal}`}`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
