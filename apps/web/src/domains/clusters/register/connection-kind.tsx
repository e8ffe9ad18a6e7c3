import type { Cluster } from "@plumbline/contracts/clusters/cluster";

type Kind = Cluster["connection"]["kind"];

const choices: readonly { kind: Kind; title: string; text: string }[] = [
  { kind: "kubeconfig", title: "A kubeconfig", text: "Any cluster that the platform's workers can reach." },
  { kind: "in-cluster", title: "This cluster", text: "The one that the workers run in, with their own service account." },
];

export function ConnectionKind({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Reached by</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {choices.map((choice) => (
          <label
            key={choice.kind}
            className="flex gap-2 rounded-md border px-2.5 py-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="kind"
              value={choice.kind}
              checked={kind === choice.kind}
              onChange={() => onChange(choice.kind)}
              className="mt-1 accent-accent"
            />
            <span>
              <span className="block font-medium">{choice.title}</span>
              <span className="block text-ink-2 text-small">{choice.text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
