import type { ScanLimits } from "../limits.ts";
import { opaque, type Value } from "./values.ts";

/** A pickle's memo. Counts every key, keeps the values that can matter while there is room. */
export class Memo {
  readonly #values = new Map<number, Value>();
  /** Keys from 0 up to here are all taken: pickles number them in order. */
  #dense = 0;
  readonly #sparse = new Set<number>();
  #characters = 0;
  readonly #limits: Pick<ScanLimits, "memo" | "memoCharacters">;
  /** Something was left out, so that a value taken out again may be unknown for no fault of the file. */
  isIncomplete = false;

  constructor(limits: Pick<ScanLimits, "memo" | "memoCharacters">) {
    this.#limits = limits;
  }

  /** The key that MEMOIZE takes next. */
  get size(): number {
    return this.#dense + this.#sparse.size;
  }

  /** False where the keys are too scattered to be counted. */
  put(key: number, value: Value): boolean {
    if (!this.#count(key)) return false;
    if (value === opaque || !this.#hasRoomFor(value)) this.#values.delete(key);
    else this.#values.set(key, value);
    return true;
  }

  get(key: number): Value {
    return this.#values.get(key) ?? opaque;
  }

  #count(key: number): boolean {
    if (key < this.#dense) return true;
    if (key > this.#dense) {
      this.#sparse.add(key);
      return this.#sparse.size <= this.#limits.memo;
    }
    this.#dense += 1;
    while (this.#sparse.delete(this.#dense)) this.#dense += 1;
    return true;
  }

  #hasRoomFor(value: Value): boolean {
    const characters = typeof value === "string" ? value.length : 0;
    if (this.#values.size >= this.#limits.memo || this.#characters + characters > this.#limits.memoCharacters) {
      this.isIncomplete = true;
      return false;
    }
    this.#characters += characters;
    return true;
  }

  copy(): Memo {
    const copied = new Memo(this.#limits);
    for (const [key, value] of this.#values) copied.#values.set(key, value);
    for (const key of this.#sparse) copied.#sparse.add(key);
    copied.#dense = this.#dense;
    copied.#characters = this.#characters;
    copied.isIncomplete = this.isIncomplete;
    return copied;
  }
}
