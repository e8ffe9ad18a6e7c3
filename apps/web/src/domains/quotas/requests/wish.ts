/** A form's wish, as it is asked. A day ends with its last moment where the reader is. */
export function wishOf(form: FormData) {
  const day = String(form.get("until") ?? "");
  return {
    pool: String(form.get("pool") ?? ""),
    amount: Number(form.get("amount")),
    from: String(form.get("from") ?? "") || null,
    until: day === "" ? null : new Date(`${day}T23:59:59`).toISOString(),
  };
}
