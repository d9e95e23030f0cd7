import {compileFilter} from '../../query/filter.ts';
import {compileGroups, type ReadGroups} from '../../query/regex.ts';
import type {LogEvent} from '../event.ts';
import {type Draft, throughputOf} from '../event-draft.ts';
import {compileField, type Readers} from './compile-field.ts';
import {fieldsOf, placeOf, type Rule} from './rule.ts';
import {literalIn} from './text-literal.ts';

export type CompiledRule = {
	/** Whether an event passes `when`. */
	readonly passes: (event: LogEvent) => boolean;
	/** The named groups of `match` in a text. */
	readonly groupsIn: ReadGroups | undefined;
	/** What the event is under the rule. */
	readonly apply: (event: LogEvent) => LogEvent;
};

/** @throws FilterError, FilterProblem */
export function compileRule(rule: Rule, readers: Readers): CompiledRule {
	const {when, match, is} = rule;
	const fields = fieldsOf(rule);
	const fillName = rule.component === undefined ? undefined : compileField('component', placeOf(rule.component), readers);
	const fillers = fields.filter(([field]) => field !== 'component').map(([field, place]) => compileField(field, place, readers));
	const isJoined = rule.id !== undefined || rule.parent !== undefined || match?.includes('(?<id>') === true;
	/** Without a level of its own. */
	const isFailure = is === 'stage_failed' || is === 'run_failed';
	const hasTotal = fields.some(([, {isTotal}]) => isTotal === true);
	const filter = when === undefined ? undefined : compileFilter(when);
	const measures = rule.recordsIn !== undefined || rule.elapsedMs !== undefined || is === 'stage_failed';
	return {
		passes: filter === undefined ? () => true : event => filter.matches(event, event.event ?? ''),
		groupsIn: match === undefined ? undefined : groupsReader(match),
		apply: event => {
			const draft: Draft = {...event, kind: is ?? event.kind, rule: rule.name};
			const isNamed = fillName === undefined ? draft.component !== undefined : fillName(draft, event.fields);
			if (!isNamed && isJoined) {
				draft.isNameless = true;
			}
			for (const fill of fillers) {
				fill(draft, event.fields);
			}
			if (isFailure) {
				draft.level ??= 'error';
			}
			if (hasTotal) {
				draft.isTotal = true;
			}
			if (measures && rule.throughputRps === undefined) {
				draft.throughputRps = throughputOf(draft);
			}
			return draft;
		},
	};
}

/** The pattern is compiled with the first text that holds its plain characters. */
function groupsReader(pattern: string): ReadGroups {
	const literal = literalIn(pattern);
	let read: ReadGroups | undefined;
	return text => {
		if (!text.includes(literal)) {
			return undefined;
		}
		read ??= compileGroups(pattern);
		return read(text);
	};
}
