/**
 * `busy`: some kernel ran on the GPU (NVML). `sm-active`: how much of it was active (DCGM). A unit is judged by the second where it is
 * measured, else by the first; the two are never added together.
 */
export type Measure = "busy" | "sm-active";

/** A unit under this share of use does nothing. */
export const idlePercent = 5;
/** So long must it have done nothing to be called idle; the time before counts as use. */
export const idleAfterMs = 30 * 60_000;
/** Two samples further apart than this say nothing of the time between them. */
export const gapMs = 5 * 60_000;

export interface Sample {
  readonly at: number;
  /** Names the unit on its machine, such as the GPU's uuid. */
  readonly unit: string;
  readonly busyPercent: number | null;
  readonly smActivePercent: number | null;
}

/** What is known of a unit after its newest sample. */
export interface UnitState {
  readonly unit: string;
  readonly measure: Measure;
  readonly percent: number;
  /** Since when it is measured by this measure without a gap. */
  readonly since: number;
  readonly sampledAt: number;
  /** When it last did something by this measure; null: not since it is measured. */
  readonly workedAt: number | null;
}

/** When it began to count as idle; null while it does not. */
export function idleSince({ since, workedAt, sampledAt }: Pick<UnitState, "since" | "workedAt" | "sampledAt">): number | null {
  const still = workedAt ?? since;
  return sampledAt - still >= idleAfterMs ? still : null;
}

/** What is older than the newest, or measures less than another that measures the same unit. */
function isPassedOver({ measure, sampledAt }: UnitState, { at, smActivePercent }: Sample): boolean {
  const isCoarser = measure === "sm-active" && smActivePercent === null;
  return at <= sampledAt || (isCoarser && at - sampledAt <= gapMs);
}

/** What a sample adds to its hour. */
export interface SampleUse {
  readonly at: number;
  readonly busyPercent: number | null;
  readonly smActivePercent: number | null;
  readonly idleSeconds: number;
}

/**
 * Takes a sample of a unit. A sample without a measure, or older than the newest, changes nothing; nor does one that says only that
 * it was busy, while DCGM measures the unit, too: two that look at one GPU are not taken in turns.
 */
export function takeSample(before: UnitState | undefined, sample: Sample): { state: UnitState | undefined; use: SampleUse | undefined } {
  const percent = sample.smActivePercent ?? sample.busyPercent;
  if (percent === null || (before && isPassedOver(before, sample))) return { state: before, use: undefined };
  const measure: Measure = sample.smActivePercent === null ? "busy" : "sm-active";
  const goesOn = before !== undefined && before.measure === measure && sample.at - before.sampledAt <= gapMs;
  const state: UnitState = {
    unit: sample.unit,
    measure,
    percent,
    since: goesOn ? before.since : sample.at,
    sampledAt: sample.at,
    workedAt: percent >= idlePercent ? sample.at : goesOn ? before.workedAt : null,
  };
  const idleFor = goesOn && idleSince(state) !== null ? (sample.at - before.sampledAt) / 1000 : 0;
  return {
    state,
    use: { at: sample.at, busyPercent: sample.busyPercent, smActivePercent: sample.smActivePercent, idleSeconds: idleFor },
  };
}
