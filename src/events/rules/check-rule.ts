import {UsageError} from '../../errors.ts';
import {compileFilter, FilterError} from '../../query/filter.ts';
import {isExpression} from '../../query/is-expression.ts';
import {compileGroups} from '../../query/regex.ts';
import {tokenize} from '../../query/tokens.ts';
import {msOfUnit} from '../../shared/duration-units.ts';
import {canonicalNames} from '../../shared/field-names.ts';
import {didYouMean} from '../../shared/nearest.ts';
import {levels} from '../event.ts';
import {type Fields, isFields} from '../fields.ts';
import {problemOfFormat} from '../values/time-format.ts';
import {type Rule, ruleKinds} from './rule.ts';

const fieldNames: readonly string[] = [...canonicalNames, 'id', 'parent'];
const keys: readonly string[] = ['name', 'when', 'match', 'is', ...fieldNames];
const mostRules = 200;

/**
Checks rules as they are written in a config file.

@param place - Where they are, for errors.
@throws UsageError that names the rule, what is wrong and what to do.
*/
export function checkRules(rules: readonly unknown[], place: string): readonly Rule[] {
	if (rules.length > mostRules) {
		throw new UsageError(`${place}: ${rules.length} rules are too many (at most ${mostRules})`);
	}
	return rules.map((rule, index) => {
		const name = isFields(rule) && typeof rule.name === 'string' ? rule.name.trim() : '';
		const called = `${place}: rule ${name === '' ? index + 1 : `"${name}"`}`;
		const problem = isFields(rule) ? problemOf(rule, name) : 'must be a table with name, when and is';
		if (problem !== undefined) {
			throw new UsageError(`${called}: ${problem}`);
		}
		if (rules.slice(0, index).some(other => isFields(other) && other.name === name)) {
			throw new UsageError(`${called}: there is another rule of that name (rename one)`);
		}
		return rule as unknown as Rule;
	});
}

function problemOf(rule: Fields, name: string): string | undefined {
	const unknown = Object.keys(rule).find(key => !keys.includes(key));
	if (unknown !== undefined) {
		return `unknown key ${unknown}${didYouMean(unknown, keys) || ` (one of ${keys.join(', ')})`}`;
	}
	if (name === '') {
		return 'has no name (name = "shop: batch done")';
	}
	const {when, match, is} = rule;
	if (when === undefined && match === undefined) {
		return 'has neither when nor match (when = \'status=done\' says which events it reads, match = "done in" which texts)';
	}
	return (
		(when === undefined ? undefined : problemOfWhen(when)) ??
		(match === undefined ? undefined : problemOfMatch(match)) ??
		(is === undefined ? undefined : problemOfKind(is)) ??
		firstProblem(fieldNames.filter(field => rule[field] !== undefined).map(field => problemOfPlace(field, rule[field])))
	);
}

function problemOfWhen(when: unknown): string | undefined {
	if (typeof when !== 'string') {
		return 'when must be a filter in quotes';
	}
	try {
		compileFilter(when);
		return isExpression(tokenize(when))
			? undefined
			: `when = '${when}' compares nothing (write status=done or has(status); match finds a text)`;
	} catch (error) {
		if (error instanceof FilterError) {
			return `when: ${error.reason} (column ${error.column + 1} of ${when})`;
		}
		throw error;
	}
}

function problemOfMatch(match: unknown): string | undefined {
	if (typeof match !== 'string' || match === '') {
		return 'match must be a pattern in quotes';
	}
	try {
		compileGroups(match);
		return undefined;
	} catch (error) {
		return `match: ${error instanceof Error ? error.message : String(error)}`;
	}
}

function problemOfKind(is: unknown): string | undefined {
	if (ruleKinds.some(kind => kind === is)) {
		return undefined;
	}
	const hint = typeof is === 'string' ? didYouMean(is, ruleKinds) : '';
	return `is = ${JSON.stringify(is)} is no kind of event${hint || ` (one of ${ruleKinds.join(', ')})`}`;
}

function problemOfPlace(field: string, place: unknown): string | undefined {
	if (!isFields(place)) {
		return isPaths(place) ? undefined : `${field} must be a path such as "data.name", a list of paths, or {field = "data.name"}`;
	}
	const {field: paths, text, unit, format, values, isTotal, isRoute, ...others} = place;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) {
		return `${field} has an unknown key ${unknown} (use field, text, unit, format, values, isTotal, isRoute)`;
	}
	if (paths === undefined ? typeof text !== 'string' || text === '' : !isPaths(paths)) {
		return `${field} has no field (${field} = {field = "data.name"})`;
	}
	if (isTotal !== undefined && (isTotal !== true || (field !== 'recordsIn' && field !== 'recordsOut'))) {
		return `${field}: isTotal is for recordsIn and recordsOut, and true`;
	}
	if (isRoute !== undefined && (isRoute !== true || field !== 'component')) {
		return `${field}: isRoute is for component, and true`;
	}
	if (unit !== undefined && (field !== 'elapsedMs' || typeof unit !== 'string' || !msOfUnit.has(unit))) {
		return field === 'elapsedMs'
			? `elapsedMs: unknown unit ${JSON.stringify(unit)} (one of ns, us, ms, s, m, h, d)`
			: `${field} has no unit (only elapsedMs has one)`;
	}
	if (format !== undefined) {
		const wrong = field !== 'timestamp' ? 'is for timestamp only' : typeof format === 'string' ? problemOfFormat(format) : 'must be a text';
		return wrong === undefined ? undefined : `${field}: format ${typeof format === 'string' ? format : ''} ${wrong}`;
	}
	return values === undefined ? undefined : problemOfValues(field, values);
}

function problemOfValues(field: string, values: unknown): string | undefined {
	if (!isFields(values) || Object.values(values).some(value => typeof value !== 'string')) {
		return `${field}: values must map the log's words to others (values = {"Fehler" = "error"})`;
	}
	const wrong = field === 'level' ? Object.values(values).find(value => !levels.some(level => level === value)) : undefined;
	return wrong === undefined ? undefined : `level: ${JSON.stringify(wrong)} is no level (one of ${levels.join(', ')})`;
}

function isPaths(paths: unknown): boolean {
	return typeof paths === 'string'
		? paths !== ''
		: Array.isArray(paths) && paths.length > 0 && paths.every(path => typeof path === 'string' && path !== '');
}

function firstProblem(problems: ReadonlyArray<string | undefined>): string | undefined {
	return problems.find(problem => problem !== undefined);
}
