import type { ImportCheck } from "@plumbline/contracts/imports";
import { DigestSum } from "./digest-sum.ts";
import type { Reporter } from "./reporter.ts";

type Kind = ImportCheck["kind"];

interface Comparing {
  readonly there: DigestSum;
  readonly here: DigestSum;
  compared: number;
  equal: number;
}

/** What both sides say of the same things. */
export interface Checks {
  readonly compare: (kind: Kind, sides: { there: string; here: string }) => boolean;
  readonly addSums: (kind: Kind, sides: { there: { sum: Buffer; count: number }; here: DigestSum }) => boolean;
}

/** The comparisons of one import. */
export function openChecks(reporter: Pick<Reporter, "checked">): Checks {
  const kinds = new Map<Kind, Comparing>();
  const of = (kind: Kind): Comparing => {
    const comparing = kinds.get(kind) ?? { there: new DigestSum(), here: new DigestSum(), compared: 0, equal: 0 };
    kinds.set(kind, comparing);
    return comparing;
  };
  const tell = (): void =>
    reporter.checked(
      [...kinds].map(([kind, { there, here, compared, equal }]) => ({
        kind,
        compared,
        equal,
        sourceChecksum: there.bytes.toString("hex"),
        checksum: here.bytes.toString("hex"),
      })),
    );
  return {
    compare(kind, sides) {
      const comparing = of(kind);
      comparing.there.add(sides.there);
      comparing.here.add(sides.here);
      comparing.compared++;
      const isEqual = sides.there === sides.here;
      if (isEqual) comparing.equal++;
      tell();
      return isEqual;
    },
    addSums(kind, { there, here }) {
      const comparing = of(kind);
      comparing.there.addSum(there.sum, there.count);
      comparing.here.addSum(here.bytes, here.count);
      comparing.compared += Math.max(there.count, here.count);
      const isEqual = there.count === here.count && there.sum.equals(here.bytes);
      if (isEqual) comparing.equal += there.count;
      tell();
      return isEqual;
    },
  };
}
