import type { ScanLimits } from "../limits.ts";
import type { RuleId } from "../rules.ts";
import { LimitError, MalformedError } from "../scan-errors.ts";
import { judgeImport } from "./judge-import.ts";
import { Memo } from "./memo.ts";
import { type Imported, isKind, type Made, opaque, type Value } from "./values.ts";

export interface MachineOptions {
  readonly limits: ScanLimits;
  readonly report: (rule: RuleId, offset: number, specific: string) => void;
  /** PyTorch keeps tensors beside the pickle and refers to them. */
  readonly allowsPersistentIds: boolean;
  /** For bytes that may not be a pickle at all: numbers that Python could not read are errors too. */
  readonly isStrict: boolean;
}

const keptImports = 5000;

/** The state of a pickle while it is read: what the Python machine would hold, as far as it matters. */
export class PickleMachine {
  readonly options: MachineOptions;
  readonly memo: Memo;
  /** Where the present opcode stands. */
  offset = 0;
  hasStopped = false;
  importCount = 0;
  /** Calls of something imported. */
  callCount = 0;
  /** The array whose bytes follow in joblib's way, once its wrapper is complete. */
  pendingArray: Made | undefined;
  readonly #stack: Value[];
  readonly #marks: number[];
  readonly #imports = new Map<string, Imported>();

  /** Empty, or in the state of another machine, from which each reads on by itself. */
  constructor(options: MachineOptions, from?: PickleMachine) {
    this.options = options;
    this.memo = from === undefined ? new Memo(options.limits) : from.memo.copy();
    this.#stack = from === undefined ? [] : [...from.#stack];
    this.#marks = from === undefined ? [] : [...from.#marks];
  }

  /** What a copy of it costs. */
  get size(): number {
    return this.#stack.length + this.#marks.length + this.memo.size;
  }

  report(rule: RuleId, specific: string): void {
    this.options.report(rule, this.offset, specific);
  }

  get #fence(): number {
    return this.#marks.at(-1) ?? 0;
  }

  push(value: Value): void {
    if (this.#stack.length + this.#marks.length >= this.options.limits.stack) {
      throw new LimitError(`more than ${this.options.limits.stack} values on the stack`);
    }
    this.#stack.push(value);
  }

  pop(): Value {
    const value = this.#stack.length > this.#fence ? this.#stack.pop() : undefined;
    if (value === undefined) throw new MalformedError("the stack is empty");
    return value;
  }

  top(): Value {
    const value = this.#stack.length > this.#fence ? this.#stack.at(-1) : undefined;
    if (value === undefined) throw new MalformedError("the stack is empty");
    return value;
  }

  mark(): void {
    if (this.#stack.length + this.#marks.length >= this.options.limits.stack) {
      throw new LimitError(`more than ${this.options.limits.stack} marks on the stack`);
    }
    this.#marks.push(this.#stack.length);
  }

  popMark(): Value[] {
    const start = this.#marks.pop();
    if (start === undefined) throw new MalformedError("there is no mark");
    return this.#stack.splice(start);
  }

  /** POP takes a mark where one is on top. */
  discard(): void {
    if (this.#stack.length > this.#fence) this.#stack.pop();
    else this.popMark();
  }

  import(module: Value, name: Value): Imported {
    this.importCount += 1;
    if (typeof module === "string" && typeof name === "string") return this.#importNamed(module, name);
    // Once the memo was cut short, not knowing a name is the scanner's own doing.
    const rule = this.memo.isIncomplete ? "limit-reached" : "pickle-unresolved-import";
    const describe = (part: Value): string => (typeof part === "string" ? part : "(computed)");
    this.report(rule, `${describe(module)}.${describe(name)}`);
    return { kind: "imported", module: "(computed)", name: "(computed)", rule };
  }

  #importNamed(module: string, name: string): Imported {
    const key = `${module}\0${name}`;
    const known = this.#imports.get(key);
    if (known !== undefined) return known;
    const rule = judgeImport(module, name);
    if (rule !== undefined) this.report(rule, `${module}.${name}`);
    const imported: Imported = { kind: "imported", module, name, rule };
    if (this.#imports.size < keptImports) this.#imports.set(key, imported);
    return imported;
  }

  /** The value of a call of `callee`. */
  call(callee: Value, from: Value): void {
    this.#checkCallee(callee);
    const by = isKind(callee, "imported") ? callee : undefined;
    if (by !== undefined) this.callCount += 1;
    // Arguments are kept only where the length of an array follows from them.
    const isPart = by !== undefined && /^(copy|numpy)/.test(by.module);
    this.push({ kind: "made", by, from: isPart ? from : opaque, state: opaque });
  }

  #checkCallee(callee: Value): void {
    if (isKind(callee, "imported")) return;
    if (!isKind(callee, "made")) this.report(this.memo.isIncomplete ? "limit-reached" : "pickle-unresolved-call", "");
    // What cloudpickle calls is its own, and told by its import.
    else if (callee.by?.rule !== "pickle-code-by-value") {
      this.report("pickle-call-of-result", callee.by === undefined ? "" : `${callee.by.module}.${callee.by.name}`);
    }
  }
}
