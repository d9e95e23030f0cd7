/**
Stands in for `Intl.Segmenter` in the bundle. Ink and what it uses make five of them as they are loaded; the first takes as long as Node's own start, and a screen of text and line drawing never asks it.
*/
export class Segmenter {
	readonly #arguments: ConstructorParameters<typeof Intl.Segmenter>;
	#real: Intl.Segmenter | undefined;

	constructor(...given: ConstructorParameters<typeof Intl.Segmenter>) {
		this.#arguments = given;
	}

	segment(text: string): Intl.Segments {
		this.#real ??= Reflect.construct(Reflect.get(Intl, 'Segmenter'), this.#arguments);
		return this.#real.segment(text);
	}
}
