// The fonts of printed bulletins: the same Raleway of the pages (OFL-1.1), unpacked for a program that reads no WOFF.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

const WEIGHTS = [400, 500, 600, 700, 800];

/** Pairs of file name and content, one for each weight. */
export function fonts(modules) {
  return WEIGHTS.map((weight) => {
    const woff = readFileSync(join(modules, `@fontsource/raleway/files/raleway-latin-${weight}-normal.woff`));
    return [`raleway-${weight}.ttf`, unpack(woff)];
  });
}

/** An OpenType file from a WOFF 1.0 one: the same tables, inflated (W3C, WOFF File Format 1.0, sections 3 to 5). */
function unpack(woff) {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => table(woff, 44 + 20 * i));
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  woff.copy(head, 0, 4, 8);
  [count, power * 16, Math.log2(power), (count - power) * 16].forEach((value, i) => head.writeUInt16BE(value, 4 + 2 * i));
  let end = head.length;
  const bodies = tables.map(({ tag, checksum, body }, i) => {
    tag.copy(head, 12 + 16 * i);
    [checksum, end, body.length].forEach((value, j) => head.writeUInt32BE(value, 16 + 16 * i + 4 * j));
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    end += padded.length;
    return padded;
  });
  return Buffer.concat([head, ...bodies]);
}

function table(woff, at) {
  const [offset, packed, length, checksum] = [4, 8, 12, 16].map((skip) => woff.readUInt32BE(at + skip));
  const raw = woff.subarray(offset, offset + packed);
  return { tag: woff.subarray(at, at + 4), checksum, body: packed < length ? inflateSync(raw) : raw };
}
