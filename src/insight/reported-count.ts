import type {HealthClaim} from '../series/health-reports.ts';

/**
A count by the pipeline's reports, which goes on from its own start. Of a log that is read from a later time on it is by how much they rose, a restart from nothing included: that begins with the first report, and
the log's own events may tell less or more, so it is the larger of the two.

@param own - By the log's own events.
@param isLater - Whether the log is read from a later time on.
@returns `own` where no report tells it.
*/
export function reportedCount<Count extends number | undefined>(
	claims: readonly HealthClaim[],
	read: (claim: HealthClaim) => number | undefined,
	own: Count,
	isLater: boolean,
): number | Count {
	const told = claims.map(read).filter(count => count !== undefined);
	const last = told.at(-1);
	if (last === undefined || !isLater) {
		return last ?? own;
	}

	const rises = told.slice(1).map((count, index) => {
		const before = told[index] ?? 0;
		return count < before ? count : count - before;
	});
	return Math.max(
		own ?? 0,
		rises.reduce((sum, rise) => sum + rise, 0),
	);
}
