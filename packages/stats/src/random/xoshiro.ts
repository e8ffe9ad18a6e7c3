import { StatsError } from "../stats-error.ts";

/** Pseudo-random numbers that a seed alone determines. */
export interface Random {
  /** The next integer, uniform on [0, 2^32). */
  readonly uint32: () => number;
  /** The next number, uniform on [0, 1): a multiple of 2^-53. */
  readonly unit: () => number;
  /** Draws `counts.length` rows with replacement: afterwards `counts[row]` says how often `row` was drawn. O(rows). */
  readonly resample: (counts: Uint32Array) => void;
}

/** The four words of a generator's state, each an unsigned 32-bit integer, not all 0. */
export type RandomState = readonly [number, number, number, number];

const two32 = 2 ** 32;
const twoMinus32 = 2 ** -32;

/**
 * A generator for a seed (an integer from 0 to 2^32 - 1; others are a StatsError): xoshiro128**, whose state is filled from the seed by SplitMix32,
 * which is a Weyl sequence of step 0x9e3779b9 under the 32-bit finalizer of MurmurHash3. Not for secrets.
 */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed >= two32)
    throw new StatsError(`the seed is ${seed}: give an integer from 0 to 4294967295`);
  return randomFrom([splitMix(seed, 1), splitMix(seed, 2), splitMix(seed, 3), splitMix(seed, 4)]);
}

function splitMix(seed: number, step: number): number {
  let word = (seed + Math.imul(0x9e3779b9, step)) | 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

/**
 * A xoshiro128** generator at a given state. Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on Mathematical
 * Software 47 (2021). Bounded integers are Lemire's, unbiased: "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
 */
export function randomFrom(state: RandomState): Random {
  // Kept unboxed: closures hold numbers less quickly.
  const words = Int32Array.from(state, (word) => word | 0);

  function uint32(): number {
    const s0 = words[0] ?? 0;
    const s1 = words[1] ?? 0;
    const s2 = (words[2] ?? 0) ^ s0;
    const s3 = (words[3] ?? 0) ^ s1;
    words[0] = s0 ^ s3;
    words[1] = s1 ^ s2;
    words[2] = s2 ^ (s1 << 9);
    words[3] = (s3 << 11) | (s3 >>> 21);
    const scrambled = Math.imul(s1, 5);
    return Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
  }

  function resample(counts: Uint32Array): void {
    const bound = counts.length;
    const biased = two32 % bound;
    counts.fill(0);
    for (let drawn = 0; drawn < bound; drawn++) {
      let word = uint32();
      let low = Math.imul(word, bound) >>> 0;
      while (low < biased) {
        word = uint32();
        low = Math.imul(word, bound) >>> 0;
      }
      // The high half of a 64-bit product: beyond 2^53 the product is rounded, by far less than half of 2^32.
      const row = ((word * bound - low) * twoMinus32 + 0.5) >>> 0;
      counts[row] = (counts[row] ?? 0) + 1;
    }
  }

  return { uint32, resample, unit: () => ((uint32() >>> 5) * 67_108_864 + (uint32() >>> 6)) / 2 ** 53 };
}
