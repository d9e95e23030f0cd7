import type {Dialect} from '../dialects/dialect.ts';
import {dialects} from '../dialects/index.ts';
import type {LogEvent} from '../event.ts';
import type {Fields} from '../fields.ts';
import type {Readers} from './compile-field.ts';
import {type CompiledRule, compileRule} from './compile-rule.ts';
import type {Rule} from './rule.ts';

type Context = {
	readonly readers: Readers;
	/** Reads fields under the common aliases. */
	readonly common: (fields: Fields) => LogEvent;
	/** The only dialect, if one is forced. */
	readonly forced: Dialect | undefined;
};

type TextRule = CompiledRule & {readonly groupsIn: NonNullable<CompiledRule['groupsIn']>};

/** The rules of a log: the user's own, then those of the systems that are known. The first that matches reads an event. */
export class RuleSet {
	/** Whether there are rules of the user's own. */
	readonly hasOwn: boolean;
	readonly #readers: Readers;
	readonly #common: Context['common'];
	readonly #forced: Dialect | undefined;
	readonly #own: readonly CompiledRule[];
	readonly #ofDialects = new Map<Dialect, readonly CompiledRule[]>();
	#texts: readonly TextRule[] | undefined;

	constructor(own: readonly Rule[], {readers, common, forced}: Context) {
		this.#readers = readers;
		this.#common = common;
		this.#forced = forced;
		this.#own = own.map(rule => compileRule(rule, readers));
		this.hasOwn = own.length > 0;
	}

	/** An event as a rule of the user's own reads it; `undefined` where none matches. */
	own(event: LogEvent): LogEvent | undefined {
		return this.#first(this.#own, event);
	}

	/** An event as the rules of its dialect read it. */
	ofDialect(dialect: Dialect, event: LogEvent): LogEvent {
		if (dialect.rules === undefined) {
			return event;
		}
		let rules = this.#ofDialects.get(dialect);
		if (rules === undefined) {
			rules = dialect.rules.map(rule => compileRule(rule, this.#readers));
			this.#ofDialects.set(dialect, rules);
		}
		return this.#first(rules, event) ?? event;
	}

	/**
	What a rule reads in a text.

	@param head - What the head of its line says.
	*/
	ofText(text: string, head: Pick<LogEvent, 'timeMs' | 'level'>): LogEvent | undefined {
		this.#texts ??= this.#textRules();
		for (const rule of this.#texts) {
			const groups = rule.groupsIn(text);
			if (groups === undefined) {
				continue;
			}
			const found = this.#said(groups);
			const said = {...found, timeMs: found.timeMs ?? head.timeMs, level: found.level ?? head.level};
			if (rule.passes(said)) {
				return rule.apply(said);
			}
		}
		return undefined;
	}

	#first(rules: readonly CompiledRule[], event: LogEvent): LogEvent | undefined {
		for (const {groupsIn, passes, apply} of rules) {
			const groups = groupsIn === undefined ? undefined : groupsIn(event.event ?? '');
			const known = groups === undefined ? event : withGroups(event, this.#said(groups));
			if ((groupsIn === undefined || groups !== undefined) && passes(known)) {
				return {...apply(known), fields: event.fields};
			}
		}
		return undefined;
	}

	/** What the named groups of a pattern say under the common aliases. */
	#said(groups: Fields): LogEvent {
		const event = this.#common(groups);
		return typeof groups.id === 'string' ? {...event, id: groups.id} : event;
	}

	#textRules(): readonly TextRule[] {
		const known = this.#forced === undefined ? dialects : [this.#forced];
		const ofTexts = known.flatMap(({markers, rules = []}) => (markers.length === 0 ? rules : []));
		return [...this.#own, ...ofTexts.map(rule => compileRule(rule, this.#readers))].flatMap(rule =>
			rule.groupsIn === undefined ? [] : [{...rule, groupsIn: rule.groupsIn}],
		);
	}
}

/** An event, and what a pattern found in its text. */
function withGroups(event: LogEvent, said: LogEvent): LogEvent {
	const found = Object.entries(said).filter(([, value]) => value !== undefined);
	return {...event, ...Object.fromEntries(found), kind: event.kind, fields: {...event.fields, ...said.fields}};
}
