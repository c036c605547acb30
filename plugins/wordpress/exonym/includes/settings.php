<?php
/**
 * What is set: where the service is, its key, what is kept and given. The key never leaves the server but to the service.
 *
 * @package Exonym
 */

namespace Exonym\Settings;

defined( 'ABSPATH' ) || exit;

const OPTION   = 'exonym';
const DEFAULTS = array(
	'url'      => '',
	'key'      => '',
	'desk'     => '',
	'title'    => '', // Of the desk.
	'types'    => array( 'post', 'page' ),
	'taxonomy' => false,
	'dateline' => false,
);

/** All settings. */
function all(): array {
	$kept = get_option( OPTION, array() );
	return array_merge( DEFAULTS, is_array( $kept ) ? $kept : array() );
}

/** The address of the service, without a slash at its end; blank where none is set. */
function url(): string {
	$told = defined( 'EXONYM_URL' ) ? EXONYM_URL : all()['url'];
	return address( (string) $told ) ?? '';
}

/** The key of the service. */
function key(): string {
	return (string) ( is_key_fixed() ? EXONYM_KEY : all()['key'] );
}

/** Whether the configuration sets the key. It does so beside its address alone: a form could send the key elsewhere. */
function is_key_fixed(): bool {
	return defined( 'EXONYM_URL' ) && defined( 'EXONYM_KEY' );
}

/** The types of posts whose places are kept. */
function types(): array {
	return array_values( array_filter( (array) all()['types'], 'post_type_exists' ) );
}

/**
 * An address as it is asked; null where it is none that a service may have.
 *
 * @param string $told As somebody wrote it.
 */
function address( string $told ): ?string {
	$told  = rtrim( trim( $told ), '/' );
	$parts = wp_parse_url( $told );
	if ( ! is_array( $parts ) || ! in_array( $parts['scheme'] ?? '', array( 'http', 'https' ), true ) || empty( $parts['host'] ) ) {
		return null;
	}
	$other = array_diff_key( $parts, array_flip( array( 'scheme', 'host', 'port', 'path' ) ) );
	return $other || preg_match( '/[\s\\\\]/', $told ) ? null : $told;
}
