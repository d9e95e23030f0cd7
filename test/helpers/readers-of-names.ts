import {RuleAlerts} from '../../src/engine/alerts/rule-alerts.ts';
import {Fold} from '../../src/engine/fold/fold.ts';
import {openRecorded} from '../../src/engine/live/inputs.ts';
import {EventSelector} from '../../src/engine/select/select-events.ts';
import {LineSelector} from '../../src/engine/select/select-lines.ts';
import {LineSplitter} from '../../src/events/lines/split-lines.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {History} from '../../src/history/history.ts';
import {FieldWatch} from '../../src/history/index/field-watch.ts';
import {compileMatcher} from '../../src/history/line-matcher.ts';
import {Ring} from '../../src/history/ring.ts';
import {FieldStats} from '../../src/sql/field-stats.ts';

export type NameReader = {write(bytes: Uint8Array): void};

const matcherOf = (filter: string) => compileMatcher({sinceMs: undefined, untilMs: undefined}, [filter]);

/** Everything that reads a log and keeps something from it, newly created. */
export const nameReaders: Readonly<Record<string, () => NameReader>> = {
	fold: () => new Fold({read, selection: undefined}).open(0),
	'a fold with rules': () => {
		const fold = new Fold({read, selection: matcherOf('not component=none*')});
		const rules = [
			'distinct(tenant) > 1e9 over 1h',
			'distinct(component) > 1e9',
			'count() > 1e9 by tenant over 5s',
			'count() > 0 by host over 5s',
			'max(elapsedMs) > 1e9 by component over 5s',
		];
		fold.watch(new RuleAlerts(rules, fold.series));
		return fold.open(0);
	},
	'the event log': () => {
		const fold = new Fold({read, selection: undefined});
		const history = new History({
			read,
			selection: {filter: undefined, sinceMs: undefined, untilMs: undefined},
			firstMs: () => fold.firstMs,
			pageBudgetMs: Number.POSITIVE_INFINITY,
		});
		history.setFilter('component=a* or reason~/xy/');
		const store = new Ring({maxBytes: 1e6, maxLines: 2000});
		const input = openRecorded(fold, history, {file: 0, stream: 'stdout', store});
		return {
			write(bytes) {
				input.write(bytes, 0);
				history.drop();
				history.search();
				history.page({anchor: 'end', offset: 0, count: 20});
			},
		};
	},
	'events and query': () => {
		const matcher = matcherOf('component=a* or host=*q or has(tenant)');
		const lines = new LineSelector(read, matcher, () => {}).open();
		const events = new EventSelector(read, matcher, () => {}).open('log');
		const stats = new FieldStats();
		const watch = new FieldWatch('has(nothing)');
		const parser = new LineParser(read);
		const splitter = new LineSplitter(({text}) => {
			const parsed = parser.parse(text);
			watch.take(parsed);
			for (const event of parsed.type === 'event' ? parsed.events : []) {
				stats.add(event);
			}
		});
		return {
			write(bytes) {
				for (const input of [lines, events, splitter]) {
					input.write(bytes);
				}
			},
		};
	},
};
