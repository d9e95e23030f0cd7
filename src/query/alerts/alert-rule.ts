import {UsageError} from '../../errors.ts';
import type {LogEvent} from '../../events/event.ts';
import {canonicalNames} from '../../shared/field-names.ts';
import {didYouMean} from '../../shared/nearest.ts';
import {compileFilter} from '../filter.ts';
import {FilterError, FilterProblem} from '../filter-error.ts';
import {numberOf} from '../text-test.ts';
import {type Aggregate, aggregateNamed, aggregateNames} from './aggregates.ts';
import {type AlertText, splitAlert} from './alert-text.ts';
import {amountReader, durationUnitMs, readDuration, textReader} from './alert-values.ts';

export const alertOperators = ['>', '>=', '<', '<=', '=', '!='] as const;
export type AlertOperator = (typeof alertOperators)[number];

/** A valid rule, ready to evaluate. */
export type AlertRule = {
	/** Its name, or the condition if it has none. */
	readonly name: string;
	/** Everything but the name, as typed. */
	readonly condition: string;
	readonly aggregate: Aggregate;
	/** The aggregated field, `undefined` when the rule counts events. */
	readonly field: string | undefined;
	readonly operator: AlertOperator;
	readonly threshold: number;
	/** `undefined` when the rule has no `over`. */
	readonly overMs: number | undefined;
	readonly matches: (event: LogEvent, text: string) => boolean;
	/** What an event contributes: a number, or a text for `distinct`. `undefined` when the event lacks the field. */
	readonly read: (event: LogEvent) => number | string | undefined;
	/** The group an event belongs to. `undefined` for a rule without `by`. */
	readonly groupOf: ((event: LogEvent) => string | undefined) | undefined;
};

/** A rule that makes no sense. */
export class AlertRuleError extends UsageError {
	/** Where it breaks, in UTF-16 units from 0. */
	readonly column: number;
	readonly reason: string;

	constructor(text: string, {column, message}: FilterProblem) {
		super(`rule \`${text.length > longestShown ? `${text.slice(0, longestShown)}…` : text}\`: ${message} (column ${column + 1})`);
		this.column = column;
		this.reason = message;
	}
}

const longestShown = 200;
const shortestOverMs = 1000; // windows move in steps of one second
const longestOverMs = 24 * 3_600_000;

/**
Parses `NAME: AGG(FIELD) OP NUMBER [where FILTER] [by FIELD] [over DURATION]` (docs/alerts.md).

@throws AlertRuleError with the column where it breaks.
*/
export function parseAlertRule(text: string): AlertRule {
	try {
		return toRule(splitAlert(text));
	} catch (error) {
		throw error instanceof FilterProblem ? new AlertRuleError(text, error) : error;
	}
}

/** A suggestion for a rule whose field never appeared: ` (did you mean elapsedMs?)`, or an empty text. */
export function meantField({field}: Pick<AlertRule, 'field'>): string {
	return field === undefined || field.includes('.') ? '' : didYouMean(field, canonicalNames);
}

export function compares(value: number, operator: AlertOperator, threshold: number): boolean {
	switch (operator) {
		case '>':
			return value > threshold;
		case '>=':
			return value >= threshold;
		case '<':
			return value < threshold;
		case '<=':
			return value <= threshold;
		case '=':
			return value === threshold;
		case '!=':
			return value !== threshold;
	}
}

/**
Compares a lower bound of a value.

@returns `undefined` when that depends on how much more it is.
*/
export function comparesAtLeast(leastValue: number, operator: AlertOperator, threshold: number): boolean | undefined {
	switch (operator) {
		case '>':
		case '>=':
			return compares(leastValue, operator, threshold) || undefined;
		case '<':
		case '<=':
			return compares(leastValue, operator, threshold) ? undefined : false;
		case '=':
			return leastValue > threshold ? false : undefined;
		case '!=':
			return leastValue > threshold || undefined;
	}
}

function toRule({name, condition, aggregate: word, field: typedField, operator, value, where, by, over}: AlertText): AlertRule {
	const aggregate = aggregateOf(word);
	const field = typedField?.text === '*' && aggregate.takes === 'presence' ? undefined : typedField; // as in SQL
	if (field === undefined && aggregate.mayLackField !== true) {
		throw new FilterProblem(word.column + word.text.length, `\`${word.text}\` needs a field, as in ${word.text}(elapsedMs)`);
	}
	const known = alertOperators.find(candidate => candidate === (operator.text === '==' ? '=' : operator.text));
	if (known === undefined) {
		throw new FilterProblem(operator.column, `\`${operator.text}\` is not a comparison (use one of ${alertOperators.join(' ')})`);
	}
	const {threshold, isDuration} = thresholdOf(value, aggregate, field?.text);
	const matches = where === undefined ? () => true : filterOf(where);
	return {
		name: name ?? condition,
		condition,
		aggregate,
		field: field?.text,
		operator: known,
		threshold,
		overMs: over === undefined ? undefined : overOf(over),
		matches,
		read: readerOf(aggregate, field?.text, isDuration),
		groupOf: by === undefined ? undefined : textReader(by.text),
	};
}

type Word = AlertText['aggregate'];

function aggregateOf({text, column}: Word): Aggregate {
	const aggregate = aggregateNamed(text);
	if (aggregate === undefined) {
		throw new FilterProblem(
			column,
			`unknown aggregate \`${text}\`${didYouMean(text, aggregateNames) || ` (one of ${aggregateNames.join(' ')})`}`,
		);
	}
	return aggregate;
}

function thresholdOf(
	{text, column}: Word,
	{name, hasUnitOfField}: Aggregate,
	field: string | undefined,
): {threshold: number; isDuration: boolean} {
	const number = numberOf(text);
	if (number !== undefined) {
		return {threshold: number, isDuration: false};
	}
	const durationMs = readDuration(text);
	if (durationMs === undefined) {
		throw new FilterProblem(column, text === '' ? 'a number is missing' : `\`${text}\` is not a number or a duration (500, 1.5s, 90%)`);
	}
	if (field === undefined || !hasUnitOfField) {
		throw new FilterProblem(column, `\`${text}\` is a duration, and ${name} counts (use a number)`);
	}
	return {threshold: durationMs / durationUnitMs(field), isDuration: true};
}

function readerOf({takes}: Aggregate, field: string | undefined, isDuration: boolean): AlertRule['read'] {
	if (field === undefined) {
		return () => 1;
	}
	switch (takes) {
		case 'presence': {
			const read = textReader(field);
			return event => (read(event) === undefined ? undefined : 1);
		}
		case 'text':
			return textReader(field);
		case 'number':
			return amountReader(field, isDuration);
	}
}

function filterOf({text, column}: Word): AlertRule['matches'] {
	try {
		return compileFilter(text).matches;
	} catch (error) {
		if (!(error instanceof FilterError)) {
			throw error;
		}
		const [word = ''] = /^\S*/.exec(text.slice(error.column)) ?? [];
		throw new FilterProblem(column + error.column, error.reason + didYouMean(word, ['over', 'by']));
	}
}

function overOf({text, column}: Word): number {
	const ms = readDuration(text);
	if (ms === undefined || ms < shortestOverMs || ms > longestOverMs) {
		throw new FilterProblem(column, `\`${text}\` is not a time span from 1s to 24h (30s, 1m, 2h)`);
	}
	return ms;
}
