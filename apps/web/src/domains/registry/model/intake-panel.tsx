import type { RegisteredModel } from "@plumbline/contracts/registry/model";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { actorName } from "../stages.tsx";
import { TierMark } from "../tiers.tsx";

const open = <span className="text-warn">Not filled in</span>;

/** What the model is: its intake, with what nobody has said yet. */
export function IntakePanel({ model }: { model: RegisteredModel }) {
  const words = (text: string) => (text ? <span className="whitespace-pre-wrap">{text}</span> : open);
  return (
    <Panel title="Intake">
      <KeyValues
        rows={[
          ["Purpose", words(model.purpose)],
          ["Used for", words(model.intendedUse)],
          ["Not for", words(model.outOfScopeUse)],
          ["Works when", words(model.successCriteria)],
          ["Owner", model.businessOwner ? actorName(model.businessOwner) : open],
          [
            "Tier",
            model.tier ? (
              <TierMark key="tier" tier={model.tier} />
            ) : (
              <span key="none" className="text-warn">
                Not judged: nothing goes to production
              </span>
            ),
          ],
          ["Run by", model.kind === "external" ? model.vendor || open : "us"],
          model.dependencies.length > 0 ? ["Depends", <Dependencies key="dependencies" model={model} />] : null,
        ]}
      />
    </Panel>
  );
}

function Dependencies({ model }: { model: RegisteredModel }) {
  return (
    <ul>
      {model.dependencies.map(({ direction, kind, name }) => (
        <li key={`${direction} ${kind} ${name}`}>
          {direction === "upstream" ? "needs " : "is needed by "}
          {kind && <span className="text-ink-3">{kind} </span>}
          {name}
        </li>
      ))}
    </ul>
  );
}
