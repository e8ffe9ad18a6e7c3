const HEAD_ENDS = "\r\n\r\n";
const CHUNKS_END = Buffer.from("0\r\n\r\n");

/** Reads one answer of HTTP/1.1: give it what arrives, until it returns the answer whole. */
export function createReader() {
  const parts = [];
  let size = 0;
  let head;
  return (part) => {
    parts.push(part);
    size += part.length;
    head ??= readHead(parts);
    if (head === undefined) return;
    const body = head.length === undefined ? chunked({ parts, head }) : whole({ parts, head, size });
    return body && { status: head.status, isLast: head.isLast, bytes: body };
  };
}

function readHead(parts) {
  const begun = parts.length === 1 ? parts[0] : Buffer.concat(parts);
  const end = begun.indexOf(HEAD_ENDS);
  if (end < 0) return;
  const text = begun.latin1Slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  return {
    end: end + HEAD_ENDS.length,
    status: Number(text.slice(9, 12)),
    isLast: /\r\nconnection: *close/i.test(text),
    length: length === undefined ? undefined : Number(length),
  };
}

const whole = ({ parts, head, size }) => (size < head.end + head.length ? undefined : Buffer.concat(parts).subarray(head.end));

function chunked({ parts, head }) {
  if (!parts.at(-1).subarray(-CHUNKS_END.length).equals(CHUNKS_END)) return;
  const all = Buffer.concat(parts);
  const chunks = [];
  let at = head.end;
  while (true) {
    const lineEnds = all.indexOf("\r\n", at);
    const length = Number.parseInt(all.latin1Slice(at, lineEnds), 16);
    if (length === 0) return Buffer.concat(chunks);
    at = lineEnds + 2 + length + 2;
    if (lineEnds < 0 || at > all.length) return;
    chunks.push(all.subarray(lineEnds + 2, at - 2));
  }
}
