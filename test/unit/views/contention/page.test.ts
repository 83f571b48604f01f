import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { webviewPage } from '../../../../src/views/webview-page.ts';

suite('The page of the contention', () => {
  const page = webviewPage({ root: 'contention', script: 'https://x/contention.js?a=1&b="2"', style: 'https://x/contention.css', nonce: 'n0nce', language: 'en"><script>', title: '<Contention>' });

  test('lets nothing run, be styled or be fetched but what bears its nonce', () => {
    const [, policy = ''] = /content="(default-src[^"]*)"/.exec(page) ?? [];
    assert.equal(policy, "default-src 'none'; script-src 'nonce-n0nce'; style-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'");
    for (const [tag] of page.matchAll(/<(?:script|link)\b[^>]*>/g)) assert.match(tag, / nonce="n0nce"/);
    assert.doesNotMatch(page, /<style|\bstyle=|\bon\w+=/);
  });

  test('takes what it is given as text', () => {
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.ok(page.includes('a=1&amp;b=&quot;2&quot;') && page.includes('&lt;Contention&gt;'));
  });
});
