import { systemActor, workspaceOf } from "../kernel/index.ts";
import { onVersion, type VersionFact, type VersionListener } from "../registry/index.ts";
import { queueProduction, replaceProduction } from "./queue-production.ts";
import { isProduced } from "./store/evidence.ts";
import type { BoundVersion } from "./version-subject.ts";

const boundOf = ({ modelKey, model, version, digest }: VersionFact): BoundVersion | undefined =>
  digest ? { model_key: modelKey, model, version, digest, run_id: null, logged_model_id: null, ref: `${modelKey}/${version}` } : undefined;

/** Every version that has bytes is scanned, once: another version of the same bytes is known already. */
const scan: VersionListener = async (ctx, fact) => {
  const subject = boundOf(fact);
  if (!subject || (await isProduced(ctx.tx, workspaceOf(ctx).id, { digest: subject.digest, kind: "security_scan" }))) return;
  await queueProduction(ctx, subject, { input: { kind: "security_scan" }, by: systemActor });
};

/** Every edit of a card is checked. One that is being checked may have been read before the edit: it begins anew. */
const checkCard: VersionListener = async (ctx, fact) => {
  const subject = boundOf(fact);
  if (!subject) return;
  await replaceProduction(ctx, subject, { input: { kind: "model_card" }, by: systemActor });
};

onVersion("registered", scan);
onVersion("card-edited", checkCard);
