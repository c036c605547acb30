<?php
/**
 * Plugin Name: Exonym
 * Plugin URI: https://github.com/exonym/exonym
 * Description: The places of a draft beside it: which one is meant, how the desk writes it, the dateline, a map of the story.
 * Version: 0.1.0
 * Requires at least: 6.1
 * Requires PHP: 7.4
 * Author: The Exonym developers
 * License: MIT
 * Text Domain: exonym
 * Domain Path: /languages
 *
 * @package Exonym
 */

namespace Exonym;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

foreach ( array( 'settings', 'service', 'desk', 'routes', 'places', 'editor', 'given', 'taxonomy', 'map' ) as $part ) {
	require_once __DIR__ . "/includes/$part.php";
}
if ( is_admin() ) {
	require_once __DIR__ . '/includes/page.php';
}
if ( defined( 'WP_CLI' ) && WP_CLI ) {
	require_once __DIR__ . '/includes/command.php';
}

add_action(
	'init',
	function () {
		load_plugin_textdomain( 'exonym', false, dirname( plugin_basename( FILE ) ) . '/languages' );
	}
);
