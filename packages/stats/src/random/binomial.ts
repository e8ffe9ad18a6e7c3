import { StatsError } from "../stats-error.ts";
import type { Random } from "./xoshiro.ts";

/**
 * How many of `trials` independent trials succeed, each with probability `chance`: an exact draw, in time that does not grow with the trials.
 * By inversion where fewer than 10 are expected, else by Hörmann's transformed rejection BTRS: "The generation of binomial random variates",
 * Journal of Statistical Computation and Simulation 46 (1993). Trials that are not a whole number from 0, and a chance outside [0, 1], are a StatsError.
 */
export function drawBinomial(random: Random, trials: number, chance: number): number {
  if (!Number.isSafeInteger(trials) || trials < 0) throw new StatsError(`the trials are ${trials}: give a whole number from 0`);
  if (!(chance >= 0 && chance <= 1)) throw new StatsError(`the chance is ${chance}: give a number from 0 to 1`);
  if (trials === 0 || chance === 0) return 0;
  if (chance > 0.5) return trials - drawBinomial(random, trials, 1 - chance);
  return trials * chance < 10 ? byInversion(random, trials, chance) : byRejection(random, trials, chance);
}

/**
 * How `total` draws with replacement fall on cells that hold `cells[i]` of the population: one multinomial draw into `drawn`, cell by cell, each
 * binomial given the cells before it. O(cells), whatever the total.
 */
export function drawMultinomial(random: Random, cells: Float64Array, drawn: Float64Array): void {
  let population = 0;
  for (const held of cells) population += held;
  let left = population;
  for (const [cell, held] of cells.entries()) {
    const fallen = population === 0 ? 0 : drawBinomial(random, left, held / population);
    drawn[cell] = fallen;
    left -= fallen;
    population -= held;
  }
}

/** Walks up the distribution from 0. The chance is at most one half and fewer than 10 are expected, so the first term is above 10^-6. */
function byInversion(random: Random, trials: number, chance: number): number {
  const odds = chance / (1 - chance);
  let below = random.unit();
  let term = Math.exp(trials * Math.log1p(-chance));
  let successes = 0;
  while (below > term && successes < trials) {
    below -= term;
    successes += 1;
    term *= (odds * (trials - successes + 1)) / successes;
  }
  return successes;
}

function byRejection(random: Random, trials: number, chance: number): number {
  const spread = Math.sqrt(trials * chance * (1 - chance));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * chance;
  const squeeze = 0.92 - 4.2 / b;
  const logDensity = logDensityFrom(trials, chance);
  while (true) {
    const u = random.unit() - 0.5;
    const v = random.unit();
    const distance = 0.5 - Math.abs(u);
    const successes = Math.floor(((2 * a) / distance + b) * u + trials * chance + 0.5);
    if (distance >= 0.07 && v <= squeeze) return successes;
    if (successes < 0 || successes > trials || distance === 0) continue;
    const scaled = (v * (2.83 + 5.1 / b) * spread) / (a / distance ** 2 + b);
    if (Math.log(scaled) <= logDensity(successes)) return successes;
  }
}

/** The logarithm of the binomial density, up to the one of its mode. */
function logDensityFrom(trials: number, chance: number): (successes: number) => number {
  const mode = Math.floor((trials + 1) * chance);
  const logOdds = Math.log(chance / (1 - chance));
  const atMode = logFactorial(mode) + logFactorial(trials - mode);
  return (successes) => atMode - logFactorial(successes) - logFactorial(trials - successes) + (successes - mode) * logOdds;
}

const smallLogFactorials = new Float64Array(16);
for (let n = 2; n < smallLogFactorials.length; n++) smallLogFactorials[n] = (smallLogFactorials[n - 1] ?? 0) + Math.log(n);

/** ln n!, by Stirling's series where it is exact to rounding. */
function logFactorial(n: number): number {
  if (n < smallLogFactorials.length) return smallLogFactorials[n] ?? 0;
  const inverse = 1 / n;
  const tail = inverse * (1 / 12 - inverse ** 2 * (1 / 360 - inverse ** 2 * (1 / 1260 - inverse ** 2 / 1680)));
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + tail;
}
