import { MalformedError } from "../scan-errors.ts";
import type { ArgumentKind } from "./arguments.ts";
import type { PickleMachine } from "./machine.ts";
import { fromRawUnicode, fromRepr, wholeNumber } from "./python-text.ts";
import { build, setEntries, setEntry } from "./state-changes.ts";
import { opaque, tupleOf, type Value } from "./values.ts";

type Run = (machine: PickleMachine, argument: Value) => void;

interface Opcode {
  readonly argument: ArgumentKind;
  readonly run: Run;
}

const nothing: Run = () => undefined;
const pushArgument: Run = (machine, argument) => machine.push(argument);
const pushOpaque: Run = (machine) => machine.push(opaque);

/** The value that a text opcode stands for; a strict machine takes only what Python would. */
const pushParsed =
  (read: (line: string) => Value | undefined): Run =>
  (machine, argument) => {
    const value = typeof argument === "string" ? read(argument) : undefined;
    if (value === undefined && machine.options.isStrict) throw new MalformedError("a number or text is not one");
    machine.push(value === undefined || Number.isNaN(value) ? opaque : value);
  };

const decimal = (line: string): Value | undefined =>
  /^\s*([+-]?[\d._]+([eE][+-]?\d+)?|[+-]?(inf|nan))\s*$/i.test(line) ? opaque : undefined;

const key = (argument: Value): number => {
  const value = typeof argument === "string" ? wholeNumber(argument) : argument;
  if (typeof value !== "number" || !(value >= 0)) throw new MalformedError("a memo key is not a number");
  return value;
};

const put: Run = (machine, argument) => {
  if (!machine.memo.put(key(argument), machine.top())) throw new MalformedError("the memo has too many gaps");
};
const get: Run = (machine, argument) => machine.push(machine.memo.get(key(argument)));

const tuple =
  (count: number): Run =>
  (machine) => {
    const items = Array.from({ length: count }, () => machine.pop()).reverse();
    machine.push(tupleOf(items));
  };

/** No module has another name: a text that happens to begin like an import would fail here. */
const importable = /^[\p{L}\p{N}_.-]+\n[^\s()[\]{}:;,'"]+$/u;

const importLines = (machine: PickleMachine, argument: Value): Value => {
  if (machine.options.isStrict && typeof argument === "string" && !importable.test(argument)) {
    throw new MalformedError("an import is not one");
  }
  const [module, name] = typeof argument === "string" ? argument.split("\n") : [];
  return machine.import(module ?? opaque, name ?? opaque);
};

const stackGlobal: Run = (machine) => {
  const name = machine.pop();
  machine.push(machine.import(machine.pop(), name));
};

const callWithArguments: Run = (machine) => {
  const from = machine.pop();
  machine.call(machine.pop(), from);
};

const newWithKeywords: Run = (machine) => {
  machine.pop();
  callWithArguments(machine, opaque);
};

const instance: Run = (machine, argument) => {
  const from = tupleOf(machine.popMark());
  machine.call(importLines(machine, argument), from);
};

const object: Run = (machine) => {
  const [callee, ...from] = machine.popMark();
  if (callee === undefined) throw new MalformedError("there is nothing to call");
  machine.call(callee, tupleOf(from));
};

const intoTop: Run = (machine) => {
  machine.popMark();
  machine.top();
};

const replaceMark: Run = (machine) => {
  machine.popMark();
  machine.push(opaque);
};

const dictionary: Run = (machine) => {
  const items = machine.popMark();
  const made: Value = { kind: "dictionary", entries: undefined };
  setEntries(machine, made, items);
  machine.push(made);
};

const setItem: Run = (machine) => {
  const value = machine.pop();
  const name = machine.pop();
  setEntry(machine, machine.top(), [name, value]);
};

const setItems: Run = (machine) => {
  const items = machine.popMark();
  setEntries(machine, machine.top(), items);
};

const append: Run = (machine) => {
  machine.pop();
  machine.top();
};

const extension: Run = (machine, argument) => {
  machine.importCount += 1;
  machine.report("pickle-extension-code", String(argument));
  machine.push({ kind: "imported", module: "(extension)", name: String(argument), rule: "pickle-extension-code" });
};

const persistent = (machine: PickleMachine): void => {
  if (!machine.options.allowsPersistentIds) machine.report("pickle-persistent-id", "");
  machine.push(opaque);
};

const protocol: Run = (_, argument) => {
  if (typeof argument === "number" && argument > 5) throw new MalformedError(`protocol ${argument} does not exist`);
};

const text = (character: string): number => character.charCodeAt(0);
const opcode = (code: number, argument: ArgumentKind, run: Run): readonly [number, Opcode] => [code, { argument, run }];

/** All opcodes of protocols 0 to 5, as Python's pickletools documents them. */
const table: readonly (readonly [number, Opcode])[] = [
  opcode(text("("), "none", (machine) => machine.mark()),
  opcode(text("."), "none", (machine) => {
    machine.pop();
    machine.hasStopped = true;
  }),
  opcode(text("0"), "none", (machine) => machine.discard()),
  opcode(text("1"), "none", (machine) => {
    machine.popMark();
  }),
  opcode(text("2"), "none", (machine) => machine.push(machine.top())),
  opcode(text("F"), "line", pushParsed(decimal)),
  opcode(text("I"), "line", pushParsed(wholeNumber)),
  opcode(text("J"), "signed4", pushArgument),
  opcode(text("K"), "unsigned1", pushArgument),
  opcode(text("L"), "line", pushParsed(wholeNumber)),
  opcode(text("M"), "unsigned2", pushArgument),
  opcode(text("N"), "none", pushOpaque),
  opcode(text("P"), "line", persistent),
  opcode(text("Q"), "none", (machine) => {
    machine.pop();
    persistent(machine);
  }),
  opcode(text("R"), "none", callWithArguments),
  opcode(text("S"), "line", pushParsed(fromRepr)),
  opcode(text("T"), "text4", pushArgument),
  opcode(text("U"), "text1", pushArgument),
  opcode(text("V"), "line", pushParsed(fromRawUnicode)),
  opcode(text("X"), "text4", pushArgument),
  opcode(text("a"), "none", append),
  opcode(text("b"), "none", build),
  opcode(text("c"), "lines", (machine, argument) => machine.push(importLines(machine, argument))),
  opcode(text("d"), "none", dictionary),
  opcode(text("}"), "none", (machine) => machine.push({ kind: "dictionary", entries: undefined })),
  opcode(text("e"), "none", intoTop),
  opcode(text("g"), "line", get),
  opcode(text("h"), "unsigned1", get),
  opcode(text("i"), "lines", instance),
  opcode(text("j"), "unsigned4", get),
  opcode(text("l"), "none", replaceMark),
  opcode(text("]"), "none", pushOpaque),
  opcode(text("o"), "none", object),
  opcode(text("p"), "line", put),
  opcode(text("q"), "unsigned1", put),
  opcode(text("r"), "unsigned4", put),
  opcode(text("s"), "none", setItem),
  opcode(text("t"), "none", (machine) => machine.push(tupleOf(machine.popMark()))),
  opcode(text(")"), "none", tuple(0)),
  opcode(text("u"), "none", setItems),
  opcode(text("G"), "eight", pushOpaque),
  opcode(text("B"), "bytes4", pushArgument),
  opcode(text("C"), "bytes1", pushArgument),
  opcode(0x80, "unsigned1", protocol),
  opcode(0x81, "none", callWithArguments),
  opcode(0x82, "unsigned1", extension),
  opcode(0x83, "unsigned2", extension),
  opcode(0x84, "signed4", extension),
  opcode(0x85, "none", tuple(1)),
  opcode(0x86, "none", tuple(2)),
  opcode(0x87, "none", tuple(3)),
  opcode(0x88, "none", pushOpaque),
  opcode(0x89, "none", pushOpaque),
  opcode(0x8a, "whole1", pushArgument),
  opcode(0x8b, "whole4", pushArgument),
  opcode(0x8c, "text1", pushArgument),
  opcode(0x8d, "text8", pushArgument),
  opcode(0x8e, "bytes8", pushArgument),
  opcode(0x8f, "none", pushOpaque),
  opcode(0x90, "none", intoTop),
  opcode(0x91, "none", replaceMark),
  opcode(0x92, "none", newWithKeywords),
  opcode(0x93, "none", stackGlobal),
  opcode(0x94, "none", (machine) => {
    machine.memo.put(machine.memo.size, machine.top());
  }),
  opcode(0x95, "eight", nothing),
  opcode(0x96, "bytes8", pushArgument),
  opcode(0x97, "none", pushOpaque),
  opcode(0x98, "none", (machine) => {
    machine.top();
  }),
];

const opcodes: readonly (Opcode | undefined)[] = (() => {
  const byCode = new Array<Opcode | undefined>(256).fill(undefined);
  for (const [code, meaning] of table) byCode[code] = meaning;
  return byCode;
})();

export const opcodeOf = (code: number): Opcode | undefined => opcodes[code];
