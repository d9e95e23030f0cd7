import type {Misread} from '../events/misreadings.ts';
import type {Verdict} from './verdict.ts';

/** A log of which most was not understood can't be called healthy. What is known to be wrong with it still counts. */
export function judgedByReading(verdict: Verdict, {notUnderstood}: Misread): Verdict {
	if (verdict.status === 'DEGRADED' || notUnderstood === undefined || 2 * notUnderstood.lines <= notUnderstood.of) {
		return verdict;
	}
	const {lines, of} = notUnderstood;
	return {status: 'UNKNOWN', statusReasons: [`most lines were not understood: ${lines} of ${of}`]};
}
