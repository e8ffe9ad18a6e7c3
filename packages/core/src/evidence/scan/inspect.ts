import { inspectGzip, inspectZlib } from "./archive/expanded.ts";
import { inspectTar, isTar } from "./archive/tar.ts";
import { inspectZip } from "./archive/zip.ts";
import { scanJson, scanText } from "./document.ts";
import { numpyMagic, scanNumpyArray } from "./model/numpy-array.ts";
import { messageFields, scanOnnx } from "./model/onnx.ts";
import { isSafetensors, scanSafetensors } from "./model/safetensors.ts";
import { scanHdf5, scanSavedModel } from "./model/searched-formats.ts";
import { attemptPickle, scanPickles } from "./pickle/scan-pickle.ts";
import type { RuleId } from "./rules.ts";
import { type FileScan, type Handler, type Part, report } from "./scan-context.ts";
import { BombError, LimitError, MalformedError } from "./scan-errors.ts";
import { isUtf8, mayBeZlib, signatureOf } from "./signatures.ts";

const headBytes = 65_536;
const pickleName = /\.(pkl|pickle|p|joblib|dill|pt|pth|npy)$/i;

const startsWith = (head: Buffer, latin: string): boolean => head.subarray(0, latin.length).equals(Buffer.from(latin, "latin1"));

interface Guess {
  readonly matches: (head: Buffer, part: Part) => boolean;
  readonly handler: Handler;
}

/** In this order; each is told by its content. */
const guesses: readonly Guess[] = [
  { matches: (head) => startsWith(head, "PK\x03\x04") || startsWith(head, "PK\x05\x06"), handler: inspectZip },
  { matches: (head) => head.subarray(0, numpyMagic.length).equals(numpyMagic), handler: scanNumpyArray },
  { matches: (head) => startsWith(head, "\x89HDF\r\n\x1a\n"), handler: scanHdf5 },
  { matches: (head) => startsWith(head, "\x1f\x8b"), handler: inspectGzip },
  { matches: (head) => isTar(head), handler: inspectTar },
  { matches: (head) => isSafetensors(head), handler: scanSafetensors },
  { matches: isPickle, handler: scanPickles },
];

/** From protocol 2 on a pickle begins with its protocol; among raw tensors two bytes are no proof. */
function isPickle(head: Buffer, part: Part): boolean {
  return head[0] === 0x80 && (head[1] ?? 255) <= 5 && (!part.isDataExpected || pickleName.test(part.name));
}

const attempted: Handler = async (part, scan) => {
  const head = await part.stream.peek(headBytes);
  const attempt = await attemptPickle(Buffer.from(head), scan);
  const goesOn = attempt.end === "ended" && head.length === headBytes;
  // Its name makes it a pickle, however damaged, unless it is plainly something else.
  const isNamed = pickleName.test(part.name) && !part.isDataExpected && signatureOf(head) === undefined;
  if (attempt.isPickle || goesOn || isNamed) return await scanPickles(part, scan);
  return await withoutPickle(head, part)(part, scan);
};

function withoutPickle(head: Buffer, part: Part): Handler {
  const signature = signatureOf(head);
  if (signature !== undefined) return fixed(signature.format, signature.rule);
  const fields = messageFields(head);
  if (fields?.has(7) || (fields !== undefined && part.name.endsWith(".onnx"))) return scanOnnx;
  if (fields !== undefined && [...fields].every((field) => field <= 2) && part.name.endsWith(".pb")) return scanSavedModel;
  if (isUtf8(head, head.length < headBytes)) return /^\s*[{[]/.test(head.toString("latin1", 0, 256)) ? scanJson : scanText;
  if (head[0] === 0x7b && head.subarray(0, 128).includes("learner")) return fixed("xgboost-ubj", undefined);
  return fixed("binary", part.isDataExpected ? undefined : "format-unknown");
}

const fixed =
  (format: string, rule: RuleId | undefined): Handler =>
  async (part, scan) => {
    if (rule !== undefined) report(part, scan, [rule, format]);
    return format;
  };

async function inspectHead(part: Part, scan: FileScan): Promise<string> {
  const head = await part.stream.peek(headBytes);
  if (head.length === 0) return "empty";
  const guess = guesses.find(({ matches }) => matches(head, part));
  if (guess !== undefined) return await guess.handler(part, scan);
  if (mayBeZlib(head) && !isUtf8(head, head.length < headBytes)) return await inspectZlib(part, scan);
  return await attempted(part, scan);
}

const ruleOf = (error: unknown): RuleId | undefined => {
  if (error instanceof MalformedError) return "malformed";
  if (error instanceof LimitError) return "limit-reached";
  return error instanceof BombError ? "compression-bomb" : undefined;
};

/** The rest is read too: whoever loads the part expands all of it. */
async function inspectAll(part: Part, scan: FileScan): Promise<string> {
  const format = await inspectHead(part, scan);
  await part.stream.drain();
  return format;
}

/** Finds out what a part is and looks into it. What is wrong with the part is a finding, never an error. */
export async function inspect(part: Part, scan: FileScan): Promise<string> {
  try {
    return await inspectAll(part, scan);
  } catch (error) {
    const rule = ruleOf(error);
    if (rule === undefined || !(error instanceof Error)) throw error;
    report(part, scan, [rule, error.message]);
    return "damaged";
  }
}
