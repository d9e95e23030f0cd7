import type {LogEvent} from '../../../events/event.ts';
import type {Rule} from '../../../events/rules/rule.ts';
import {redactText} from '../../../screen/text/redact.ts';
import {sanitize} from '../../../screen/text/sanitize.ts';
import {type Row, rowOf} from './columns.ts';
import {rulesOfObjects} from './rules-of-objects.ts';
import {rulesOfTexts} from './rules-of-texts.ts';

/**
Rules that would fit a log, as TOML, guessed from its events: fields that say how something ended, events that come in
pairs, what looks like a duration or a count.

@returns `undefined` where nothing of that kind is there.
*/
export function suggestRules(events: readonly LogEvent[]): string | undefined {
	const rows = events.map(rowOf);
	const ofObjects = rulesOfObjects(rows.filter(({leaves}) => leaves.size > 0));
	const ofTexts = ofObjects.length > 0 ? [] : rulesOfTexts(rows.flatMap(textOf));
	const rules = unique([...ofObjects, ...ofTexts]);
	return rules.length === 0
		? undefined
		: ['# Guessed from the log: check the names, the units and what counts as failed.', ...rules.map(tomlOf)].join('\n\n');
}

function textOf({event, leaves}: Row): readonly string[] {
	return event.event === undefined || (leaves.size > 0 && event.event === '') ? [] : [event.event];
}

/** Names are used once. */
function unique(rules: readonly Rule[]): readonly Rule[] {
	const used = new Map<string, number>();
	return rules.map(rule => {
		const name = sanitize(redactText(rule.name));
		const count = (used.get(name) ?? 0) + 1;
		used.set(name, count);
		return {...rule, name: count === 1 ? name : `${name} (${count})`};
	});
}

function tomlOf(rule: Rule): string {
	return ['[[rules]]', ...Object.entries(rule).map(([key, value]) => `${key} = ${tomlValue(value)}`)].join('\n');
}

function tomlValue(value: unknown): string {
	if (typeof value === 'string') {
		return /^[^'\p{Cc}]*$/u.test(value) && /["\\]/.test(value) ? `'${value}'` : JSON.stringify(value);
	}
	return `{${Object.entries(value as object)
		.map(([key, each]) => `${key} = ${tomlValue(each)}`)
		.join(', ')}}`;
}
