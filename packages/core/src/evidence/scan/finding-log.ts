import type { ScanFinding, Severity, Verdict } from "./report.ts";
import { type RuleId, rules } from "./rules.ts";

const order: readonly Severity[] = ["info", "unknown", "suspicious", "dangerous"];
const longestDetail = 300;

const printable = (text: string): string => {
  const plain = text.replace(/[^\x20-\x7e\u00a0-\ud7ff]/g, "?");
  return plain.length > longestDetail ? `${plain.slice(0, longestDetail)}…` : plain;
};

/** The findings of one file. Keeps a bounded number, the worst ones, and never forgets how bad the worst was. */
export class FindingLog {
  readonly #kept = new Map<string, ScanFinding>();
  readonly #limit: number;
  #worst: Severity | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(rule: RuleId, where: string, specific: string): void {
    const { severity, words } = rules[rule];
    if (this.#worst === undefined || order.indexOf(severity) > order.indexOf(this.#worst)) this.#worst = severity;
    const key = `${rule}\0${printable(specific)}`;
    if (this.#kept.has(key) || !this.#hasRoomFor(severity)) return;
    const detail = specific === "" ? `${words}.` : `${words}: ${printable(specific)}.`;
    this.#kept.set(key, { severity, rule, where: printable(where), detail });
  }

  #hasRoomFor(severity: Severity): boolean {
    if (this.#kept.size < this.#limit) return true;
    const least = [...this.#kept].find(([, kept]) => order.indexOf(kept.severity) < order.indexOf(severity));
    if (least === undefined) return false;
    return this.#kept.delete(least[0]);
  }

  get verdict(): Verdict {
    return this.#worst === undefined || this.#worst === "info" ? "clean" : this.#worst;
  }

  /** The worst first. */
  list(): ScanFinding[] {
    return [...this.#kept.values()].sort((a, b) => order.indexOf(b.severity) - order.indexOf(a.severity));
  }
}
