import { formatMoney } from "@plumbline/ui/format/money";

/** What something costs; in full on hover. */
export function Money({ amount, currency, className }: { amount: number; currency: string; className?: string }) {
  return (
    <span title={`${amount} ${currency}`} className={className}>
      {formatMoney(amount, currency)}
    </span>
  );
}
