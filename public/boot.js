// Starts the atlas, in the web edition and in the one-file edition alike.
//
// A classic script, loaded in the head before anything is painted, in a language
// that old browsers can read too: it is the one that must tell them what is wrong.
// It hides the static page, loads the program, and brings the static page back with
// a plain message when the program cannot be loaded, started or kept running.
(function () {
  "use strict";

  var LANGUAGES = ["ko", "en", "zh"];

  // For every failure: what happened, and what to do about it.
  var MESSAGES = {
    "no-wasm": {
      ko: "이 브라우저에서는 WebAssembly를 쓸 수 없어 검색과 거르기가 열리지 않습니다. 잠금 모드나 높은 보안 수준을 이 페이지에서만 끄거나 다른 브라우저로 여십시오. 아래에 전체 항목의 목록이 있습니다.",
      en: "This browser does not run WebAssembly, so search and filters cannot open. Turn lockdown mode or the high security level off for this page, or use another browser. A list of all records stands below.",
      zh: "此浏览器无法运行 WebAssembly，检索和筛选无法打开。请仅对本页关闭锁定模式或高安全级别，或改用其他浏览器。下方是全部条目的列表。",
    },
    "web-as-file": {
      ko: "웹용 페이지를 파일로 여셨습니다. 같은 폴더의 governance-atlas.html 파일을 두 번 눌러 여십시오.",
      en: "This is the web edition, opened as a file. Open governance-atlas.html in the same folder instead: it needs no server.",
      zh: "您以文件方式打开了网页版。请改为打开同一文件夹中的 governance-atlas.html，它不需要服务器。",
    },
    "load": {
      ko: "프로그램 파일을 불러오지 못했습니다. 연결을 확인하고 새로 고치십시오. 계속되면 사이트 담당자에게 알려 주십시오.",
      en: "The program could not be loaded. Check the connection and reload the page. If it stays so, tell the people who run this site.",
      zh: "程序文件未能加载。请检查网络连接并刷新页面。如仍无法打开，请告知网站管理员。",
    },
    "old-browser": {
      ko: "이 브라우저는 이 파일을 풀기에 너무 오래되었습니다. 브라우저를 최신으로 올리거나 다른 브라우저로 여십시오.",
      en: "This browser is too old to unpack this file. Update it or use another one.",
      zh: "此浏览器版本过旧，无法解开此文件。请更新浏览器或改用其他浏览器。",
    },
    "damaged": {
      ko: "파일이 손상되었습니다. 원본을 다시 받아 여십시오.",
      en: "This file is damaged. Get it again from where it came.",
      zh: "文件已损坏。请从原处重新获取。",
    },
    "start": {
      ko: "프로그램이 시작되지 못했습니다. 새로 고쳐도 같으면 아래 내용을 알려 주십시오.",
      en: "The program could not start. If reloading does not help, report the line below.",
      zh: "程序未能启动。如刷新后仍然如此，请报告下面的信息。",
    },
    "stopped": {
      ko: "프로그램이 멈추었습니다. 페이지를 새로 고치십시오. 계속되면 아래 내용을 알려 주십시오.",
      en: "The program has stopped. Reload the page. If it happens again, report the line below.",
      zh: "程序已停止运行。请刷新页面。如再次发生，请报告下面的信息。",
    },
  };

  var BLOCKS = 'script[type="application/vnd.governance-atlas.block"]';
  var page = document.documentElement;
  var program = document.getElementById("atlas-program");
  var address = program && program.getAttribute("data-wasm");
  var staticPage = null;

  function failure(code, cause) {
    return { code: code, detail: cause ? String((cause && cause.message) || cause) : "" };
  }

  // The page's own policy for text that becomes HTML: markup passes, code does not.
  // Leptos makes elements from templates of its own, which hold none of this.
  function guardMarkup() {
    if (!window.trustedTypes || !trustedTypes.createPolicy) return;
    var code = /<\s*\/?\s*(script|iframe|object|embed|base|meta|link|style)\b|\son[a-z]+\s*=|javascript:/i;
    trustedTypes.createPolicy("default", {
      createHTML: function (text) { return code.test(text) ? null : text; },
      createScriptURL: function (url) { return /^blob:/.test(url) ? url : null; },
    });
  }

  // Resolves to what `wasm_bindgen` accepts: a response, or the bytes of the program.
  function loadProgram() {
    return fetch(address).then(
      function (response) {
        if (!response.ok) throw failure("load", response.status + " " + address);
        return response;
      },
      function (cause) { throw failure("load", cause); },
    );
  }

  // The one-file edition carries the program in blocks of base64 over gzip.
  function unpackProgram() {
    if (typeof DecompressionStream !== "function") return Promise.reject(failure("old-browser"));
    var parts;
    try {
      parts = Array.prototype.map.call(document.querySelectorAll(BLOCKS), function (block) {
        var bytes = fromBase64(block.textContent.trim());
        block.remove();
        return bytes;
      });
    } catch (cause) {
      return Promise.reject(failure("damaged", cause));
    }
    var unpacked = new Blob(parts).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(unpacked).arrayBuffer().then(
      checkHash,
      function (cause) { throw failure("damaged", cause); },
    );
  }

  function fromBase64(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    var letters = atob(text);
    var bytes = new Uint8Array(letters.length);
    for (var i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
    return bytes;
  }

  function checkHash(bytes) {
    // Plain http on an intranet has no digest; gzip's own checksum has passed by now.
    if (!window.crypto || !crypto.subtle) return bytes;
    return crypto.subtle.digest("SHA-256", bytes).then(function (digest) {
      var hash = Array.prototype.map.call(new Uint8Array(digest), function (byte) {
        return ("0" + byte.toString(16)).slice(-2);
      }).join("");
      if (hash !== program.getAttribute("data-sha256")) throw failure("damaged", "SHA-256 " + hash);
      return bytes;
    });
  }

  function start(loaded) {
    // The program's script declares this name; it is missing when that script did not arrive.
    if (typeof wasm_bindgen !== "function") return Promise.reject(failure("load", program && program.src));
    return wasm_bindgen({ module_or_path: loaded }).catch(function (cause) {
      throw cause.code ? cause : failure("start", cause);
    });
  }

  // The interface for scripts (docs/javascript-api.md) stands from the beginning: what is called before the program runs waits for it.
  var METHODS = ["search", "get", "related", "navigate", "load", "unload", "save", "export"];

  function offerInterface() {
    var offered = {}, settle;
    offered.ready = new Promise(function (resolve, reject) { settle = { resolve: resolve, reject: reject }; });
    // Whoever waits is told; nobody has to.
    offered.ready.catch(function () {});
    METHODS.forEach(function (name) {
      offered[name] = function () {
        var given = arguments;
        return offered.ready.then(function () { return offered[name].apply(null, given); });
      };
    });
    offered.on = function (event, handler) {
      var ended = false, end = null;
      offered.ready.then(function () { if (!ended) end = offered.on(event, handler); });
      return function () { ended = true; if (end) end(); };
    };
    window.governanceAtlas = offered;
    return {
      fill: function () {
        var methods = wasm_bindgen.scriptInterface();
        if (!methods) return settle.reject(new Error("governanceAtlas: the page could not read its dataset; get the page again."));
        Object.keys(methods).forEach(function (name) { offered[name] = methods[name]; });
        settle.resolve(offered);
      },
      refuse: function (failed) {
        settle.reject(new Error("governanceAtlas: the program did not start (" + (failed.code || failed) + "); see the notice on the page."));
      },
    };
  }

  function showRunning() {
    page.classList.remove("app-loading");
    page.classList.add("app-running");
    document.getElementById("loading").remove();
    staticPage = document.getElementById("static-page");
    staticPage.remove();
    window.addEventListener("error", function (event) { reportStop(event.error); });
    window.addEventListener("unhandledrejection", function (event) { reportStop(event.reason); });
  }

  // A panic in the program arrives as an error of WebAssembly: nothing works after it.
  function reportStop(cause) {
    if (cause instanceof WebAssembly.RuntimeError) showFailure(failure("stopped", cause));
  }

  function showFailure(failed) {
    var code = MESSAGES[failed.code] ? failed.code : "start";
    page.classList.remove("app-loading");
    page.setAttribute("data-boot-failure", code);
    var old = document.getElementById("boot-failure");
    if (old) old.remove();
    var notice = document.createElement("section");
    notice.id = "boot-failure";
    notice.setAttribute("role", "alert");
    preferredFirst().forEach(function (language) {
      notice.appendChild(line("p", MESSAGES[code][language], language));
    });
    if (failed.detail) notice.appendChild(line("code", failed.detail, "en"));
    document.body.insertBefore(notice, document.body.firstChild);
  }

  function line(tag, text, language) {
    var element = document.createElement(tag);
    element.lang = language;
    element.textContent = text;
    return element;
  }

  function preferredFirst() {
    var own = String(navigator.language || "").slice(0, 2);
    return LANGUAGES.slice().sort(function (a, b) { return (b === own) - (a === own); });
  }

  function whenParsed(action) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", action);
    else action();
  }

  // Why the program need not even be tried here.
  function obstacle() {
    if (typeof WebAssembly !== "object" || typeof Promise !== "function") return failure("no-wasm");
    if (address && location.protocol === "file:") return failure("web-as-file");
    return null;
  }

  guardMarkup();
  var scripts = typeof Promise === "function" ? offerInterface() : null;
  var blocked = obstacle();
  if (blocked) {
    if (scripts) scripts.refuse(blocked);
    whenParsed(function () { showFailure(blocked); });
    return;
  }
  page.classList.add("app-loading");
  // The download begins now, while the rest of the page is still being read.
  var download = address ? loadProgram() : null;
  if (download) download.catch(function () {});
  whenParsed(function () {
    (download || unpackProgram()).then(start).then(showRunning).then(scripts.fill).catch(function (failed) {
      scripts.refuse(failed);
      showFailure(failed);
    });
  });
})();
