import type { Answer } from "./wire.ts";

export interface Plain {
  status: number;
  type: string;
  disposition: string;
  body: unknown;
}

const CLOCK = new Set([
  "creation_time",
  "last_update_time",
  "creation_timestamp_ms",
  "last_updated_timestamp_ms",
  "creation_timestamp",
  "last_updated_timestamp",
]);
const NAMES = new Set(["run_name", "name", "value"]);
/** Lists without an order of their own. */
const BY_KEY = new Set(["tags", "params", "latest_versions"]);
/** Fields of one server's own making: Databricks' error classes, and the name that the tenant happens to have. */
const DROPPED = new Set(["sqlstate", "error_class"]);
/** Where a text names an experiment by its number; artifact roots may stand below their workspace's. */
const EXPERIMENT_IN_TEXT =
  /((?:mlflow-artifacts:\/|'|"|experiment |id |id=|Invalid value )(?=\d|workspaces\/))(?:workspaces\/[^/]+\/)?(\d+)(?=$|[^\w.])/gi;
const DAY_MS = 86_400_000;

/** Renames what two servers must choose differently: ids, clocks, random names, tokens. One for each side and scenario. */
export class Normaliser {
  readonly #ids = new Map<string, string>();
  #label = "";
  readonly #experiments = new Map<string, string>();

  /** Ids are named after the step that brought them, so that one made on one side alone shifts no other. */
  plain({ label, answer }: { label: string; answer: Answer }): Plain {
    this.#label = label;
    const json = answer.json !== undefined;
    if (json) this.#learn(answer.json);
    const body = json ? this.#value("", answer.json) : this.#text(answer.text);
    const type = answer.text === "" ? "" : answer.contentType;
    return { status: answer.status, type, disposition: answer.disposition, body };
  }

  #learn(value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (key === "experiment_id" && typeof item === "string" && item !== "0") this.#experiment(item);
      this.#learn(item);
    }
  }

  #value(key: string, value: unknown): unknown {
    if (typeof value === "string") return this.#string(key, value);
    if (typeof value === "number") return CLOCK.has(key) && Math.abs(Date.now() - value) < DAY_MS ? "<now>" : value;
    if (Array.isArray(value)) return this.#array(key, value);
    return typeof value === "object" && value !== null ? this.#object(key, value) : value;
  }

  #object(parent: string, value: object): Record<string, unknown> {
    const kept = Object.entries(value).filter(([key]) => !DROPPED.has(key));
    const fields = kept.map(([key, item]) => [key, this.#value(key, item)] as const);
    const plain: Record<string, unknown> = Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    if (parent === "data" && Array.isArray(plain.metrics)) plain.metrics = sorted(plain.metrics);
    return plain;
  }

  #array(key: string, value: readonly unknown[]): unknown[] {
    const items = value.map((item) => this.#value(key, item));
    return BY_KEY.has(key) || key === "dataset_inputs" ? sorted(items) : items;
  }

  #string(key: string, value: string): string {
    if (key === "next_page_token") return "<token>";
    if (key === "experiment_id") return this.#experiments.get(value) ?? value;
    if (NAMES.has(key) && /^[a-z]+-[a-z]+-\d{1,4}$/.test(value)) return "<random name>";
    return key === "message" ? withoutLeaks(this.#text(value)) : this.#text(value);
  }

  #text(value: string): string {
    return value
      .replace(/[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => this.#id(id))
      .replace(EXPERIMENT_IN_TEXT, (_all, head: string, id: string) => head + (this.#experiments.get(id) ?? id));
  }

  #id(id: string): string {
    const known = this.#ids.get(id) ?? this.#newName();
    this.#ids.set(id, known);
    return known;
  }

  #newName(): string {
    const first = `<${this.#label}>`;
    const taken = new Set(this.#ids.values());
    for (let count = 2, name = first; ; count++) {
      if (!taken.has(name)) return name;
      name = `<${this.#label} #${count}>`;
    }
  }

  #experiment(id: string): void {
    if (!this.#experiments.has(id)) this.#experiments.set(id, `<experiment ${String.fromCodePoint(97 + this.#experiments.size)}>`);
  }
}

/** Python prints sets in any order, and MLflow prints the SQL statement that failed. */
function withoutLeaks(message: string): string {
  const told = message.replace(/'?\{[^}]*\}'?/g, "{…}").replace(/ Error: \(\w+\.\w+\).*/s, "");
  return told.includes("[SQL:") ? "<SQL>" : told;
}

function sorted(items: readonly unknown[]): unknown[] {
  return items.toSorted((a, b) => (JSON.stringify(a, bigints) < JSON.stringify(b, bigints) ? -1 : 1));
}

function bigints(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
