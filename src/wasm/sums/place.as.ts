// AssemblyScript. As place.ts.

/** Whether the first stands at or after the second. */
export function isNotBefore(ms: f64, place: f64, otherMs: f64, otherPlace: f64): bool {
	return ms > otherMs || (ms === otherMs && place >= otherPlace);
}
