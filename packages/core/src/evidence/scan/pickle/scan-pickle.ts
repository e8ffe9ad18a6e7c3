import { ByteStream, oneChunk } from "../byte-stream.ts";
import type { RuleId } from "../rules.ts";
import { type FileScan, type Part, placeOf, report } from "../scan-context.ts";
import { certainRules, type PickleEnd, type PickleRun, runPickle } from "./run-pickle.ts";

type Held = readonly [RuleId, number, string];

const mostPickles = 100_000;
const protocolOpcode = 0x80;
/** Without anything on its stack before, a machine breaks these on random bytes hardly more often. */
const tellingRules: ReadonlySet<RuleId> = new Set([...certainRules, "pickle-unresolved-import"]);

const writeTo = (part: Part, scan: FileScan) => (rule: RuleId, offset: number, specific: string) =>
  scan.log.add(rule, placeOf(part, offset), specific);

/** What is known to be a pickle, and those that follow it: PyTorch wrote several, and loaders may be called again. */
export async function scanPickles(part: Part, scan: FileScan): Promise<string> {
  const options = { limits: scan.limits, allowsPersistentIds: part.allowsPersistentIds };
  const legacyTorch = isLegacyTorch(await part.stream.peek(20));
  const allowsPersistentIds = options.allowsPersistentIds || legacyTorch;
  const first = await runPickle(part.stream, { ...options, allowsPersistentIds, isStrict: false, report: writeTo(part, scan) });
  if (first.end === "stopped") await scanFollowing(part, scan, allowsPersistentIds);
  return legacyTorch ? "torch-legacy" : "pickle";
}

/** The number that PyTorch's files before 1.6 begin with. */
const isLegacyTorch = (head: Buffer): boolean => head.subarray(2, 14).toString("hex") === "8a0a6cfc9c46f9206aa85019";

async function scanFollowing(part: Part, scan: FileScan, allowsPersistentIds: boolean): Promise<void> {
  for (let count = 1; !(await part.stream.isAtEnd()); count += 1) {
    if (count > mostPickles) return report(part, scan, ["limit-reached", `more than ${mostPickles} pickles in a row`]);
    const start = part.stream.position;
    const isSigned = (await part.stream.peek(1))[0] === protocolOpcode;
    const held: Held[] = [];
    const options = { limits: scan.limits, allowsPersistentIds, isStrict: true };
    const run = await runPickle(part.stream, { ...options, report: (...found) => hold(held, found) });
    const isPickle = run.end === "stopped" || run.end === "limited" || run.calls > 0 || (isSigned && run.imports > 0);
    release(held, isPickle, writeTo(part, scan));
    if (!isPickle) return scan.log.add("pickle-trailing-data", placeOf(part, start), "");
  }
}

const mostHeld = 1000;

/** Dangerous ones are never left out for lack of room. */
function hold(held: Held[], found: Held): void {
  if (held.length < mostHeld || tellingRules.has(found[0])) held.push(found);
}

/** Bytes that turned out to be no pickle break some rules by accident; only what cannot be one counts then. */
function release(held: readonly Held[], isPickle: boolean, write: (rule: RuleId, offset: number, specific: string) => void): void {
  for (const found of held) if (isPickle || tellingRules.has(found[0])) write(...found);
}

/** What an attempt to read bytes as a pickle says: protocols 0 and 1 have no signature. */
interface Attempt {
  readonly end: PickleEnd;
  /** It imports something, and then either ends as a pickle does or calls it: words in a text do neither. */
  readonly isPickle: boolean;
}

/** Reads the beginning of a part as a pickle, without a finding. */
export async function attemptPickle(head: Buffer, scan: FileScan): Promise<Attempt> {
  let isTelling = false;
  const note = (rule: RuleId): void => {
    isTelling ||= tellingRules.has(rule);
  };
  const options = { limits: scan.limits, allowsPersistentIds: false, isStrict: true, report: note };
  const { end, imports, calls }: PickleRun = await runPickle(new ByteStream(oneChunk(head)), options);
  return { end, isPickle: isTelling || calls > 0 || (imports > 0 && end !== "malformed") };
}
