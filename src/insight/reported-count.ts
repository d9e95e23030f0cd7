import type {HealthReports, ToldColumn} from '../series/health-reports.ts';

/** The reports of a series up to a moment: so many of their entries. */
export type ReportsThrough = {readonly reports: HealthReports; readonly count: number};

/** What the last report that tells it says. */
export function lastTold({reports, count}: ReportsThrough, column: ToldColumn, from = 0): number | undefined {
	let told: number | undefined;
	for (let index = count - 1; index >= from && told === undefined; index--) {
		told = reports.told(index, column);
	}
	return told;
}

/**
A count by the pipeline's reports, which goes on from its own start. Of a log that is read from a later time on it is by how much they rose, a restart from nothing included: that begins with the first report, and
the log's own events may tell less or more, so it is the larger of the two.

@param own - By the log's own events.
@param hasSince - Whether the start of the log was left out.
@returns `own` where no report tells it.
*/
export function reportedCount<Count extends number | undefined>(
	through: ReportsThrough,
	column: ToldColumn,
	own: Count,
	hasSince: boolean,
): number | Count {
	const last = lastTold(through, column);
	return last === undefined || !hasSince ? (last ?? own) : Math.max(own ?? 0, riseOf(through, column));
}

function riseOf({reports, count}: ReportsThrough, column: ToldColumn): number {
	let rise = 0;
	let before: number | undefined;
	for (let index = 0; index < count; index++) {
		const told = reports.told(index, column);
		if (told !== undefined) {
			rise += before === undefined ? 0 : told < before ? told : told - before;
			before = told;
		}
	}
	return rise;
}
