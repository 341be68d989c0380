// A text as a cell of a CSV file.

/** In quotes. A leading sign that makes a formula of a text is disarmed by an apostrophe before it (OWASP, CSV injection). */
export function csvCell(text: string): string {
  const harmless = /^\s*[=+\-@]|^[\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
