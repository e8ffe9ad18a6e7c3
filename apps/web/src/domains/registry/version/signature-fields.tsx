import type { ModelSignature } from "@plumbline/contracts/registry/version-content";
import { Cell, Table } from "#src/components/table.tsx";
import { exampleText, typeText } from "./signature-text.ts";

/** Inputs up to a number, then outputs and params of a model. */
export function SignatureFields({ signature, shown: count }: { signature: ModelSignature; shown: number }) {
  const rows = [
    ...signature.inputs.slice(0, count).map((field) => ({ role: "", field })),
    ...signature.outputs.map((field) => ({ role: "Output", field })),
    ...signature.params.map((field) => ({ role: "Param", field })),
  ];
  const hasExamples = rows.some(({ field }) => exampleText(field.example) !== "");
  const headings = [{ label: "Input" }, { label: "Type" }, ...(hasExamples ? [{ label: "Example", align: "end" as const }] : [])];
  return (
    <Table label="Signature" headings={headings}>
      {rows.map(({ role, field }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tensor may have no name but its place
        <tr key={at}>
          <Cell className="code">
            {role && <span className="mr-2 font-sans text-ink-3">{role}</span>}
            {field.name ?? (role ? "" : `input ${at + 1}`)}
          </Cell>
          <Cell className="text-ink-2">{typeText(field)}</Cell>
          {hasExamples && (
            <Cell align="end" className="code max-w-48">
              <span className="block truncate" title={exampleText(field.example)}>
                {exampleText(field.example)}
              </span>
            </Cell>
          )}
        </tr>
      ))}
    </Table>
  );
}
