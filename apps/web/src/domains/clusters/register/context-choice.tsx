import type { KubeconfigContext } from "@plumbline/contracts/clusters/cluster";
import { firstChoice } from "./first-choice.ts";

/** Which of a kubeconfig's contexts is meant; those that cannot be used say why. */
export function ContextChoice({ contexts, error }: { contexts: readonly KubeconfigContext[]; error: string | undefined }) {
  const first = firstChoice(contexts);
  return (
    <fieldset aria-describedby={error ? "context-error" : undefined}>
      <legend className="mb-1 font-medium">Context</legend>
      <div className="max-h-56 overflow-y-auto rounded-md border">
        {contexts.map((context) => (
          <ContextRow key={context.name} context={context} isChosen={context.name === first} />
        ))}
        {contexts.length === 0 && <p className="px-2.5 py-2 text-ink-2">This kubeconfig holds no context.</p>}
      </div>
      {error && (
        <p id="context-error" className="mt-1 text-bad text-small">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function ContextRow({ context, isChosen }: { context: KubeconfigContext; isChosen: boolean }) {
  const { name, server, user, problem, isCurrent } = context;
  return (
    <label className="flex gap-2 border-b px-2.5 py-1.5 last:border-0 has-checked:bg-accent-soft">
      <input
        type="radio"
        name="context"
        value={name}
        required
        defaultChecked={isChosen}
        disabled={problem !== null}
        className="mt-1 accent-accent"
      />
      <span className="min-w-0">
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="wrap-anywhere font-medium">{name}</span>
          {isCurrent && <span className="text-ink-2 text-small">current</span>}
        </span>
        <span className="wrap-anywhere block text-ink-2 text-small">
          {server} as {user}
        </span>
        {problem && <span className="block text-bad text-small">{problem}</span>}
      </span>
    </label>
  );
}
