import type { APIRequestContext } from "@playwright/test";

/** Compressed scripts that a page may load before it can be used. */
export const firstLoadMaxBytes = 230_000;

/** Weighs what pages load at once: the scripts that their documents name, as they are sent. */
export class FirstLoads {
  readonly #sizes = new Map<string, Promise<number>>();
  readonly #client: APIRequestContext;

  constructor(client: APIRequestContext) {
    this.#client = client;
  }

  async of(page: string): Promise<number> {
    const answer = await this.#client.get(page, { headers: { accept: "text/html" } });
    const named = [...(await answer.text()).matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)];
    // What is for browsers without modules, no browser with them loads.
    const scripts = new Set(named.flatMap(([tag, src = ""]) => (/\snomodule/i.test(tag) ? [] : [src])));
    if (scripts.size === 0) throw new Error(`${page} names no script`);
    const sizes = await Promise.all([...scripts].map((script) => this.#sizeOf(script)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  #sizeOf(script: string): Promise<number> {
    const known = this.#sizes.get(script);
    if (known) return known;
    const size = this.#client.fetch(script, { method: "HEAD", headers: { "accept-encoding": "br" } }).then((answer) => {
      const { "content-encoding": encoding, "content-length": length } = answer.headers();
      if (encoding !== "br") throw new Error(`${script} is not sent compressed`);
      return Number(length);
    });
    this.#sizes.set(script, size);
    return size;
  }
}
