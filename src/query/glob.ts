/**
Matches whole texts against a glob, ignoring case: `*` is any run, `?` any one character.

It never backtracks beyond the last `*`, so the time is at most the product of the two lengths.
*/
export function compileGlob(glob: string): (text: string) => boolean {
	const pattern = glob.toLowerCase();
	const answers = new Map<string, boolean>();
	return text => {
		const known = answers.get(text);
		if (known !== undefined) {
			return known;
		}
		const answer = matches(pattern, text.toLowerCase());
		if (text.length <= longestKept && answers.size < mostKept) {
			answers.set(text, answer);
		}
		return answer;
	};
}

/** Names repeat, messages don't. */
const longestKept = 64;
const mostKept = 1000;

function matches(pattern: string, text: string): boolean {
	let at = 0;
	let inPattern = 0;
	let star = -1;
	let afterStar = 0;
	while (at < text.length) {
		const wanted = pattern[inPattern];
		if (wanted === '*') {
			star = inPattern++;
			afterStar = at;
		} else if (wanted === '?' || wanted === text[at]) {
			inPattern++;
			at++;
		} else if (star >= 0) {
			inPattern = star + 1;
			at = ++afterStar;
		} else {
			return false;
		}
	}
	while (pattern[inPattern] === '*') {
		inPattern++;
	}
	return inPattern === pattern.length;
}
