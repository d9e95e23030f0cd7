// AssemblyScript. See log-position.ts.

/** Whether the first position is at or after the second. */
export function isNotBefore(ms: f64, place: f64, otherMs: f64, otherPlace: f64): bool {
	return ms > otherMs || (ms === otherMs && place >= otherPlace);
}
