const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const MAX_SECONDS = 365 * 86_400;

export type TtlCheck = { ok: true; seconds: number } | { ok: false; problem: string };

/** Reads a lifetime such as 90d, by the server's rules. */
export function readTtl(text: string): TtlCheck {
  const parts = /^(\d{1,15})([smhd])$/.exec(text.trim());
  if (!parts) return { ok: false, problem: "Write a number and s, m, h or d, such as 12h or 90d." };
  const seconds = Number(parts[1]) * SECONDS[parts[2] as keyof typeof SECONDS];
  if (seconds === 0) return { ok: false, problem: "A key has to last for some time." };
  if (seconds > MAX_SECONDS) return { ok: false, problem: "A key lasts for 365 days at most." };
  return { ok: true, seconds };
}
