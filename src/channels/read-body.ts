// The bytes of an answer, read as they come: no more of them than are wanted are ever held.

/** Rejects with what `tooLarge` makes as soon as there are more than `most` bytes, and with what the stream itself says. */
export async function readBody(
  body: ReadableStream<Uint8Array>,
  most: number,
  tooLarge: () => Error,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > most) throw tooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}
