import { type Answer, type Exchange, exchange, type Target } from "./wire.ts";

export interface Scenario {
  name: string;
  play: (server: Server) => Promise<void>;
}
export interface Step {
  label: string;
  request: Exchange;
  answer: Answer;
}
export type Query = Record<string, string | number | readonly string[]>;

export const V2 = "/api/2.0/mlflow/";
export const AJAX = "/ajax-api/2.0/mlflow/";
export const FILES = "/api/2.0/mlflow-artifacts/artifacts";
const JSON_BODY = { "content-type": "application/json" };

/** One side of the comparison, as a scenario sees it. Every request carries a label that names its answer. */
export class Server {
  readonly steps: Step[] = [];
  readonly #target: Target;
  readonly #salt: string;

  constructor(target: Target, salt: string) {
    this.#target = target;
    this.#salt = salt;
  }

  /** The same name on both sides, and a new one in every run of the suite. */
  name(plain: string): string {
    return `${plain} ${this.#salt}`;
  }

  async send(label: string, request: Exchange): Promise<Answer> {
    if (this.steps.some((step) => step.label === label)) throw new Error(`two steps are labelled "${label}"`);
    const answer = await exchange(this.#target, request);
    this.steps.push({ label, request, answer });
    return answer;
  }

  post(label: string, path: string, body: unknown): Promise<Answer> {
    return this.#json(label, "POST", { path, body });
  }

  patch(label: string, path: string, body: unknown): Promise<Answer> {
    return this.#json(label, "PATCH", { path, body });
  }

  delete(label: string, path: string, body: unknown): Promise<Answer> {
    return this.#json(label, "DELETE", { path, body });
  }

  get(label: string, path: string, query: Query = {}): Promise<Answer> {
    return this.send(label, { method: "GET", path: absolute(path) + queryText(query) });
  }

  put(label: string, path: string, file: { bytes: string; type?: string }): Promise<Answer> {
    const headers = file.type === undefined ? {} : { "content-type": file.type };
    return this.send(label, { method: "PUT", path: absolute(path), headers, body: file.bytes });
  }

  #json(label: string, method: string, sent: { path: string; body: unknown }): Promise<Answer> {
    const body = typeof sent.body === "string" ? sent.body : JSON.stringify(sent.body);
    return this.send(label, { method, path: absolute(sent.path), headers: JSON_BODY, body });
  }
}

function absolute(path: string): string {
  return path.startsWith("/") ? path : V2 + path;
}

function queryText(query: Query): string {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const item of typeof value === "object" ? value : [value]) pairs.append(key, String(item));
  }
  return pairs.size === 0 ? "" : `?${pairs}`;
}

/** Reads a string or number below an answer; a server that failed the step yields "missing", and its own failure shows. */
export function pick(answer: Answer, ...path: readonly string[]): string {
  let at: unknown = answer.json;
  for (const key of path) at = typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined;
  return at === undefined ? "missing" : String(at);
}
