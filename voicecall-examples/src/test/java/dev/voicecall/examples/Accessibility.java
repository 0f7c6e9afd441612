package dev.voicecall.examples;

/** What can be checked of a page's accessibility by looking at it. */
final class Accessibility {
    /** Returns what is wrong, as sentences. */
    static final String CHECKS = """
            const wrong = [];
            const seen = [...document.body.querySelectorAll('*')].filter((e) => e.checkVisibility());
            const name = (e) => e.getAttribute('aria-label') || e.title || e.innerText?.trim() || [...(e.labels ?? [])].map((l) => l.innerText).join()
                || (e.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent).join('');
            const show = (e) => e.outerHTML.slice(0, 120);
            const check = (ok, what, e) => { if (!ok) wrong.push(what + ': ' + show(e)); };

            check(document.documentElement.lang, 'no language', document.documentElement);
            check(document.title, 'no title', document.head);
            check(document.documentElement.scrollWidth <= innerWidth, 'scrolls sideways to ' + document.documentElement.scrollWidth, document.body);
            const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
            ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => wrong.push('twice: #' + id));
            for (const landmark of ['header', 'nav, main', 'h1']) {
                check(seen.some((e) => e.matches(landmark)), 'no ' + landmark, document.body);
            }
            for (const e of seen) {
                if (e.matches('button, a[href], input, summary, nav, canvas, meter, [role=img], [role=log], [role=group], section')) {
                    check(name(e), 'no name', e);
                }
                check(!e.matches('img:not([alt])'), 'no alternative', e);
                check(!(e.tabIndex > 0), 'an order of its own', e);
                for (const attribute of ['aria-labelledby', 'aria-describedby']) {
                    (e.getAttribute(attribute) ?? '').split(' ').filter(Boolean)
                        .forEach((id) => check(document.getElementById(id), 'names what is not there', e));
                }
                check(!e.matches('ul > :not(li), ol > :not(li), dl > :not(div, dt, dd)'), 'not an item', e);
                const box = e.getBoundingClientRect();
                check(!e.matches('button, .calls a, summary') || (box.width >= 24 && box.height >= 24), 'too small to hit', e);
                check(box.right <= innerWidth + 0.5 || getComputedStyle(e).position === 'absolute', 'off the screen', e);
            }
            let level = 1;
            for (const heading of seen.filter((e) => e.matches('h1, h2, h3, h4'))) {
                const next = Number(heading.tagName[1]);
                check(next <= level + 1, 'a level left out', heading);
                level = next;
            }

            const color = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return {r, g, b, a}; };
            const over = (top, under) => ({a: 1, r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a)});
            const ground = (e) => {
                if (!e) return {r: 255, g: 255, b: 255, a: 1};
                const own = color(getComputedStyle(e).backgroundColor);
                return own.a === 1 ? own : over(own, ground(e.parentElement));
            };
            const luminance = ({r, g, b}) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
            const contrast = (a, b) => { const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y); return (light + 0.05) / (dark + 0.05); };
            for (const e of seen) {
                const hasText = [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                if (hasText && !e.matches('.sr, .skip, title') && !e.disabled) {
                    const style = getComputedStyle(e);
                    const paint = e instanceof SVGElement ? style.fill : style.color;
                    const under = ground(e);
                    const ratio = contrast(over(color(paint), under), under);
                    check(ratio >= 4.5, 'contrast ' + ratio.toFixed(2), e);
                }
            }
            return wrong;
            """;

    private Accessibility() {}
}
