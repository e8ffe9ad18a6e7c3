import { expect, test } from "vitest";
import type { WorkloadObject } from "../objects/kueue.ts";
import { rankOf } from "./workload-rank.ts";

const workload = (
  uid: string,
  creationTimestamp: string,
  conditions: NonNullable<WorkloadObject["status"]>["conditions"] = [],
): WorkloadObject => ({
  metadata: { name: "w", uid, creationTimestamp },
  spec: { podSets: [] },
  status: { conditions },
});

test("those of one second stand by their uids, as in Kueue's queues", () => {
  const given = [
    workload("ffffffff-1d5b-4b8c-9a55-3b0f5d0a7c11", "2026-03-01T10:00:00Z"),
    workload("00000000-1d5b-4b8c-9a55-3b0f5d0a7c11", "2026-03-01T10:00:01Z"),
    workload("0a000000-1d5b-4b8c-9a55-3b0f5d0a7c11", "2026-03-01T10:00:00Z"),
    workload("9b000000-1d5b-4b8c-9a55-3b0f5d0a7c11", "2026-03-01T10:00:00Z"),
  ];
  expect(given.map((one) => rankOf(one).toISOString())).toEqual([
    "2026-03-01T10:00:00.999Z",
    "2026-03-01T10:00:01.000Z",
    "2026-03-01T10:00:00.039Z",
    "2026-03-01T10:00:00.605Z",
  ]);
});

test("what was put back because its pods did not get ready queues from then on", () => {
  const evicted = { type: "Evicted", status: "True", reason: "PodsReadyTimeout", lastTransitionTime: "2026-03-01T11:30:00Z" } as const;
  expect(rankOf(workload("00000000-1d5b-4b8c-9a55-3b0f5d0a7c11", "2026-03-01T10:00:00Z", [evicted]))).toEqual(
    new Date("2026-03-01T11:30:00Z"),
  );
});
