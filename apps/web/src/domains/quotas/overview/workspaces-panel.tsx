import type { Overview, WorkspaceUse } from "@plumbline/contracts/quotas/overview";
import { Panel } from "@plumbline/ui/panel";
import { Swatch } from "@plumbline/ui/status";
import { Cell, Table } from "#src/components/table.tsx";
import { amountText, measureWords, sharingText } from "../words.ts";

const headings = [
  { label: "Workspace" },
  { label: "Used against guarantee", className: "w-full min-w-[120px]" },
  { label: "Used", align: "end" as const },
  { label: "Borrows", align: "end" as const },
  { label: "At work", align: "end" as const },
];

/** Who has what now, and who gives back first. */
export function WorkspacesPanel({ overview, colorOf }: { overview: Overview; colorOf: (workspace: string) => number }) {
  const { workspaces, fairShare } = overview;
  const most = Math.max(1, ...workspaces.map(({ used, guaranteed }) => Math.max(used, guaranteed)));
  const sharing = sharingText(overview);
  return (
    <Panel title="Workspaces" aside="now" actions={<Legend />} flush>
      {workspaces.length === 0 ? (
        <p className="p-3 text-ink-2">Nothing is held, and nothing waits.</p>
      ) : (
        <Table label="What workspaces use" headings={headings}>
          {workspaces.map((row) => (
            <Row key={row.workspace} row={row} most={most} color={colorOf(row.workspace)} />
          ))}
        </Table>
      )}
      {fairShare && (
        <p className="border-t px-3 py-2 text-ink-2">
          Fair share: <strong className="font-semibold text-ink">{fairShare.workspace} is the first to give back.</strong> {fairShare.text}
        </p>
      )}
      {sharing && <p className="border-t px-3 py-2 text-ink-2">{sharing}</p>}
    </Panel>
  );
}

function Row({ row, most, color }: { row: WorkspaceUse; most: number; color: number }) {
  const { use } = row;
  return (
    <tr className={row.isOwn ? "font-medium" : undefined}>
      <Cell>
        <span className="flex items-center gap-2">
          <Swatch color={color} />
          <span className="max-w-40 truncate" title={row.workspace}>
            {row.workspace}
          </span>
          {row.isOwn && <span className="font-normal text-ink-3">yours</span>}
        </span>
      </Cell>
      <Cell>
        <UseBar row={row} most={most} color={color} />
      </Cell>
      <Cell align="end">
        {amountText(row.used)} <span className="font-normal text-ink-3">/ {amountText(row.guaranteed)}</span>
      </Cell>
      <Cell align="end">{amountText(row.borrowed)}</Cell>
      <Cell align="end">
        {use ? (
          <span title={`${measureWords[use.measure]}, on average over what is measured`}>
            {Math.round(use.percent)} % <span className="font-normal text-ink-3">{measureWords[use.measure]}</span>
          </span>
        ) : (
          <span className="font-normal text-ink-3" title="Not measured">
            <span aria-hidden="true">–</span>
            <span className="sr-only">not measured</span>
          </span>
        )}
      </Cell>
    </tr>
  );
}

function UseBar({ row, most, color }: { row: WorkspaceUse; most: number; color: number }) {
  const place = (amount: number) => `${(amount / most) * 100}%`;
  const own = row.used - row.borrowed;
  const tint = `var(--s${color})`;
  const hatch = `repeating-linear-gradient(135deg, ${tint} 0 1.6px, transparent 1.6px 5px)`;
  const idle = Math.min(row.idle, row.used);
  return (
    <div aria-hidden="true" className="relative h-3.5 min-w-[120px] bg-sunken">
      <i className="absolute inset-y-0 left-0" style={{ width: place(own), background: tint }} />
      {row.borrowed > 0 && (
        <i
          className="absolute inset-y-0 border"
          style={{ left: place(own), width: place(row.borrowed), backgroundImage: hatch, borderColor: tint }}
        />
      )}
      {idle > 0 && (
        <i
          className="absolute inset-y-0 border-[1.5px] border-warn bg-warn-soft"
          style={{ left: place(row.used - idle), width: place(idle) }}
        />
      )}
      {row.guaranteed > 0 && <i className="absolute -inset-y-1 w-0.5 bg-ink" style={{ left: `calc(${place(row.guaranteed)} - 1px)` }} />}
    </div>
  );
}

function Legend() {
  return (
    <span className="flex gap-3 text-ink-2 text-small max-md:hidden">
      <span className="flex items-center gap-1.5">
        <i aria-hidden="true" className="h-3 w-0.5 bg-ink" />
        guarantee
      </span>
      <span className="flex items-center gap-1.5">
        <i
          aria-hidden="true"
          className="size-[9px] border border-ink-3"
          style={{ backgroundImage: "repeating-linear-gradient(135deg, var(--text-3) 0 1.6px, transparent 1.6px 4px)" }}
        />
        borrowed
      </span>
      <span className="flex items-center gap-1.5">
        <i aria-hidden="true" className="size-[9px] rounded-[2px] border-[1.5px] border-warn bg-warn-soft" />
        idle
      </span>
    </span>
  );
}
