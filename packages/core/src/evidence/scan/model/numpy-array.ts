import { scanPickles } from "../pickle/scan-pickle.ts";
import { type Handler, report } from "../scan-context.ts";
import { MalformedError } from "../scan-errors.ts";

export const numpyMagic = Buffer.from("\x93NUMPY", "latin1");
const longestHeader = 2 ** 20;

/** Types whose values are plain bytes. */
const plainType = /^[<>|=]?([?biufcmMSaUV]\d{0,9}(\[[\w/]+\])?|b1)$/;
const objectType = /^[<>|=]?O\d{0,2}$/;
const plainHeader = /^\{\s*'descr':\s*'([^'"\\]*)',\s*'fortran_order':\s*(?:True|False),\s*'shape':\s*\([\d,\sL]*\),?\s*\}\s*$/;
const listHeader = /^\{\s*'descr':\s*(\[[^"\\]*\]),\s*'fortran_order':\s*(?:True|False),\s*'shape':\s*\([\d,\sL]*\),?\s*\}\s*$/;

type Content = "plain" | "objects" | "unclear";

/** What the header, a Python literal, says of the values. Anything that NumPy would not have written is unclear. */
function contentOf(header: string): Content {
  const type = plainHeader.exec(header)?.[1];
  if (type !== undefined) return objectType.test(type) ? "objects" : plainType.test(type) ? "plain" : "unclear";
  const fields = listHeader.exec(header)?.[1];
  if (fields === undefined) return "unclear";
  const words = [...fields.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? "");
  return words.some((word) => objectType.test(word)) ? "objects" : "plain";
}

export const scanNumpyArray: Handler = async (part, scan) => {
  const { stream } = part;
  const start = await stream.read(numpyMagic.length + 2);
  const lengthSize = start[numpyMagic.length] === 1 ? 2 : 4;
  const length = (await stream.read(lengthSize)).readUIntLE(0, lengthSize);
  if (length > longestHeader) throw new MalformedError(`an array's header of ${length} bytes`);
  const header = (await stream.read(length)).toString("latin1");
  const content = contentOf(header);
  if (content === "unclear") report(part, scan, ["numpy-header", header.trim().slice(0, 100)]);
  if (content === "objects") report(part, scan, ["numpy-object-array", ""]);
  if (content !== "plain") await scanPickles(part, scan);
  return "npy";
};
