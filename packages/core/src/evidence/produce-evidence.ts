import * as contract from "@plumbline/contracts/evidence/evidence";
import { type Ctx, command } from "../kernel/index.ts";
import { attachDocument } from "./attach-document.ts";
import { checkProduceInput } from "./check-produce-input.ts";
import { toProductions } from "./production-view.ts";
import { queueProduction } from "./queue-production.ts";
import type { ProductionRow } from "./store/productions.ts";
import { type BoundVersion, findBoundVersion, versionNameOf } from "./version-subject.ts";

export const produceEvidence = command(contract.produceEvidence, async (ctx, { model, version, produce }) => {
  const subject = await findBoundVersion(ctx, { model, version });
  const { upload } = await checkProduceInput(ctx, subject, produce);
  const { row, isNew } =
    produce.kind === "document" && upload
      ? { row: await attachDocument(ctx, subject, { input: produce, upload }), isNew: true }
      : await queueProduction(ctx, subject, { input: produce, by: ctx.actor });
  return {
    result: await oneProduction(ctx, subject, row),
    subject: { kind: "model-version", id: versionNameOf(subject) },
    after: { production: row.id, kind: row.kind, isNew },
    changes: [],
  };
});

async function oneProduction(ctx: Ctx, subject: BoundVersion, row: ProductionRow): Promise<contract.Production> {
  const [production] = await toProductions(ctx, subject, [row]);
  if (!production) throw new Error("a production that was written is not there");
  return production;
}
