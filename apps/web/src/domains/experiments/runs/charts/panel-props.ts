import type { PanelKind, PanelOf } from "@plumbline/contracts/experiments/chart-panel";
import type { CardParts } from "@plumbline/ui/charts/chart-card";

export interface PanelProps<Kind extends PanelKind> {
  panel: PanelOf<Kind>;
  /** Its title, what it is moved by, and what its menu has besides. */
  card: CardParts;
  height: number;
}
