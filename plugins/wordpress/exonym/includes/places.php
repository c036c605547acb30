<?php
/**
 * The places of a post: what is kept of them, in which form, and who may change it.
 *
 * @package Exonym
 */

namespace Exonym\Places;

use Exonym\Settings;

defined( 'ABSPATH' ) || exit;

const KEY          = 'exonym_places';
const DECIDED      = 'exonym_decided';
const MOST         = 500;
const MOST_LETTERS = 200;
const ROLES        = array( 'mentioned', 'dateline' );

add_action( 'init', __NAMESPACE__ . '\register', 20 ); // Behind the types of others.

/** Register both lists for each type of post. */
function register(): void {
	foreach ( Settings\types() as $type ) {
		add( $type, KEY, place_schema(), __NAMESPACE__ . '\clean' );
		add( $type, DECIDED, decided_schema(), __NAMESPACE__ . '\clean_decided' );
		add_filter( "rest_prepare_$type", __NAMESPACE__ . '\guarded', 10, 3 );
	}
}

/**
 * What is told of a post that has a password: its places are for those who may read it.
 *
 * @param \WP_REST_Response $response What is told.
 * @param \WP_Post          $post     Of what.
 * @param \WP_REST_Request  $request  What was asked.
 */
function guarded( $response, $post, $request ) {
	$word = (string) $post->post_password;
	if ( '' === $word || 'edit' === $request['context'] || hash_equals( $word, is_string( $request['password'] ) ? $request['password'] : '' ) ) {
		return $response;
	}
	$data = $response->get_data();
	foreach ( array( KEY, DECIDED ) as $key ) {
		if ( isset( $data['meta'][ $key ] ) ) {
			$data['meta'][ $key ] = array();
		}
	}
	$response->set_data( $data );
	return $response;
}

/**
 * Register a list.
 *
 * @param string   $type  Of posts.
 * @param string   $key   Of the list.
 * @param array    $item  The schema of what is in it.
 * @param callable $clean What makes a list of anything.
 */
function add( string $type, string $key, array $item, callable $clean ): void {
	$told = array(
		'type'              => 'array',
		'single'            => true,
		'default'           => array(),
		'sanitize_callback' => $clean,
		'auth_callback'     => fn( $allowed, $meta, $post ) => current_user_can( 'edit_post', $post ),
		'show_in_rest'      => array( 'schema' => array( 'type' => 'array', 'maxItems' => MOST, 'items' => $item ) ),
	);
	if ( version_compare( get_bloginfo( 'version' ), '6.4-alpha', '>=' ) && post_type_supports( $type, 'revisions' ) ) {
		$told['revisions_enabled'] = true;
	}
	register_post_meta( $type, $key, $told );
}

/** What is kept of a place. */
function place_schema(): array {
	$word = array( 'type' => 'string', 'maxLength' => MOST_LETTERS );
	return array(
		'type'                 => 'object',
		'additionalProperties' => false,
		'required'             => array( 'id', 'name', 'lat', 'lon' ),
		'properties'           => array(
			'id'       => array( 'type' => 'integer', 'minimum' => 1 ),
			'name'     => $word,
			'lat'      => array( 'type' => 'number', 'minimum' => -90, 'maximum' => 90 ),
			'lon'      => array( 'type' => 'number', 'minimum' => -180, 'maximum' => 180 ),
			'country'  => $word,
			'surfaces' => array( 'type' => 'array', 'maxItems' => 50, 'items' => $word ),
			'role'     => array( 'type' => 'string', 'enum' => ROLES ),
		),
	);
}

/** What is kept of what an editor decided: the place that a name means in this post; 0 is none. */
function decided_schema(): array {
	return array(
		'type'                 => 'object',
		'additionalProperties' => false,
		'required'             => array( 'name', 'place' ),
		'properties'           => array(
			'name'  => array( 'type' => 'string', 'maxLength' => MOST_LETTERS ),
			'place' => array( 'type' => 'integer', 'minimum' => 0 ),
		),
	);
}

/**
 * The places of a post.
 *
 * @param int $post Its id.
 */
function of( int $post ): array {
	return clean( get_post_meta( $post, KEY, true ) );
}

/**
 * A list of places, made of anything: what does not fit is left out.
 *
 * @param mixed $given As it came.
 */
function clean( $given ): array {
	$out = array();
	foreach ( array_slice( is_array( $given ) ? $given : array(), 0, MOST ) as $one ) {
		$numbers = is_array( $one ) ? array_map( 'floatval', array( $one['lat'] ?? 99, $one['lon'] ?? 999 ) ) : array( 99, 999 );
		if ( abs( $numbers[0] ) > 90 || abs( $numbers[1] ) > 180 || (int) ( $one['id'] ?? 0 ) < 1 || '' === word( $one['name'] ?? '' ) ) {
			continue;
		}
		$surfaces = array_slice( array_filter( array_map( __NAMESPACE__ . '\word', (array) ( $one['surfaces'] ?? array() ) ) ), 0, 50 );
		$out[]    = array(
			'id'       => (int) $one['id'],
			'name'     => word( $one['name'] ),
			'lat'      => $numbers[0],
			'lon'      => $numbers[1],
			'country'  => word( $one['country'] ?? '' ),
			'surfaces' => array_values( $surfaces ),
			'role'     => in_array( $one['role'] ?? '', ROLES, true ) ? $one['role'] : 'mentioned',
		);
	}
	return $out;
}

/**
 * The same of what was decided.
 *
 * @param mixed $given As it came.
 */
function clean_decided( $given ): array {
	$out = array();
	foreach ( array_slice( is_array( $given ) ? $given : array(), 0, MOST ) as $one ) {
		if ( is_array( $one ) && '' !== word( $one['name'] ?? '' ) ) {
			$out[] = array( 'name' => word( $one['name'] ), 'place' => max( 0, (int) ( $one['place'] ?? 0 ) ) );
		}
	}
	return $out;
}

/**
 * A word: text without markup, of bounded length.
 *
 * @param mixed $given As it came.
 */
function word( $given ): string {
	return is_scalar( $given ) ? mb_substr( sanitize_text_field( (string) $given ), 0, MOST_LETTERS ) : '';
}
