const UNIT_ID = /^ku_[0-9a-f]{32}$/;

/** Units written by other servers may name anything as a duplicate; only ids become links. */
export function isUnitId(text: string): boolean {
  return UNIT_ID.test(text);
}

export function unitPath(unitId: string): string {
  return `/units/${encodeURIComponent(unitId)}`;
}

export function comparePath(unitId: string, otherId: string): string {
  return `${unitPath(unitId)}/compare/${encodeURIComponent(otherId)}`;
}
